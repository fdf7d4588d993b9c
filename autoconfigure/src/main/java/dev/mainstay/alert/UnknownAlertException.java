package dev.mainstay.alert;

import java.util.List;

/**
 * There is no rule of a name, or no active alert of an id.
 */
public class UnknownAlertException extends IllegalArgumentException {

	/**
	 * Create an exception.
	 * @param kind what was looked for, such as {@code rule}
	 * @param name by what
	 * @param known what there is instead
	 */
	public UnknownAlertException(String kind, String name, List<String> known) {
		super("There is no %s '%s'; there %s.".formatted(kind, name,
				known.isEmpty() ? "is none" : "is " + String.join(", ", known)));
	}

}

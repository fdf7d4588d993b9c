package dev.mainstay.transaction.strategy;

import java.util.Collection;

/**
 * A strategy was asked for that does not exist.
 */
public class UnknownStrategyException extends IllegalArgumentException {

	private final String name;

	private final String known;

	UnknownStrategyException(String name, Collection<String> known) {
		super("There is no transaction strategy '%s'; the ones that exist are %s".formatted(name,
				String.join(", ", known)));
		this.name = name;
		this.known = String.join(", ", known);
	}

	public String getName() {
		return this.name;
	}

	/**
	 * Return what could have been asked for.
	 * @return the names, separated by commas
	 */
	public String getKnown() {
		return this.known;
	}

}

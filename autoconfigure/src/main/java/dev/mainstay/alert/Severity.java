package dev.mainstay.alert;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How bad it is, the mildest first.
 */
public enum Severity {

	/**
	 * Good to know; nobody has to act now.
	 */
	INFO,

	/**
	 * Somebody should look at it soon.
	 */
	WARNING,

	/**
	 * Users notice, or will in a moment.
	 */
	CRITICAL;

	/**
	 * Return what it becomes when it happens again and again.
	 * @return the next one up; the worst stays what it is
	 */
	public Severity escalated() {
		return (this == INFO) ? WARNING : CRITICAL;
	}

	/**
	 * Return the name for properties and endpoints.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return the severity of a name.
	 * @param id the name, in any case
	 * @return the severity, or {@code null} if there is none
	 */
	public static @Nullable Severity ofId(String id) {
		for (Severity severity : values()) {
			if (severity.id().equalsIgnoreCase(id.strip())) {
				return severity;
			}
		}
		return null;
	}

}

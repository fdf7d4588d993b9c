package dev.mainstay.alert;

import java.util.Locale;

/**
 * Where an alert is in its life.
 */
public enum AlertState {

	/**
	 * It is as the alert says.
	 */
	ACTIVE,

	/**
	 * Values are good again.
	 */
	CLEARED,

	/**
	 * There are no values any more by which to tell.
	 */
	EXPIRED;

	/**
	 * Return the name for endpoints.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}

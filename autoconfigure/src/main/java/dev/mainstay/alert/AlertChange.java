package dev.mainstay.alert;

import java.util.Locale;

/**
 * What has become of an alert.
 *
 * @param kind what has become of it
 * @param alert the alert
 */
public record AlertChange(Kind kind, Alert alert) {

	/**
	 * What can become of an alert.
	 */
	public enum Kind {

		/**
		 * It was raised.
		 */
		RAISED,

		/**
		 * It was raised again so often that it is worse than its rule says.
		 */
		ESCALATED,

		/**
		 * Values are good again.
		 */
		CLEARED,

		/**
		 * There are no values any more by which to tell.
		 */
		EXPIRED;

		/**
		 * Return whether the alert is active after that.
		 * @return whether something is wrong
		 */
		public boolean isActive() {
			return this == RAISED || this == ESCALATED;
		}

		/**
		 * Return the name for messages.
		 * @return the name in lower case
		 */
		public String id() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}

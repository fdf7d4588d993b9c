package dev.mainstay.cache.cluster;

import java.util.Collection;

/**
 * A message, and what it says.
 *
 * @param text the message, of ASCII characters
 * @param origin who says so
 * @param content what it says
 * @param tags the names of what was changed, if it says that
 */
public record Publication(String text, String origin, Content content, Collection<String> tags) {

	/**
	 * What a message says.
	 */
	public enum Content {

		/**
		 * Something was changed.
		 */
		CHANGE,

		/**
		 * Anything may have been changed.
		 */
		EVERYTHING,

		/**
		 * All that its origin had changed when its last beat was out is told.
		 */
		BEAT,

		/**
		 * Its origin has told everything and changes nothing more.
		 */
		END,

		/**
		 * Nothing about what was changed.
		 */
		OTHER

	}

}

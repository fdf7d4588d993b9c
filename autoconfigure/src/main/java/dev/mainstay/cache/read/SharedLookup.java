package dev.mainstay.cache.read;

import org.jspecify.annotations.Nullable;

/**
 * What a look for a shared answer has shown.
 *
 * @param answer the answer, or {@code null} if there is none that could be used
 * @param ticket what allows to share what is read from now on, or {@code null} if it must
 * not be shared
 */
public record SharedLookup(@Nullable SharedAnswer answer, @Nullable Object ticket) {

	/**
	 * There is nothing, and nothing is to be shared.
	 */
	public static final SharedLookup NOTHING = new SharedLookup(null, null);

}

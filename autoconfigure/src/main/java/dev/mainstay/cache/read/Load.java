package dev.mainstay.cache.read;

import org.jspecify.annotations.Nullable;

/**
 * Reads an answer from the database, as it would be read without a cache.
 *
 * @param <T> the type of the answer
 */
@FunctionalInterface
public interface Load<T> {

	/**
	 * Read the answer on the calling thread.
	 * @return the answer, which may be {@code null}
	 * @throws Throwable whatever goes wrong; it reaches whoever has asked as it is
	 */
	@Nullable T load() throws Throwable;

	/**
	 * Return whether an answer is to be kept. Asked on the thread that loaded it.
	 * @param answer the answer
	 * @return whether it may be given to others, now or later
	 */
	default boolean isKept(@Nullable T answer) {
		return true;
	}

}

package dev.mainstay.cache.shared;

import java.time.Duration;

/**
 * How answers are shared.
 */
public interface SharedSettings {

	/**
	 * Return how long a reader waits at most for a shared answer before it asks the
	 * database.
	 * @return the longest time
	 */
	Duration timeout();

	/**
	 * Return from which size on values are compressed.
	 * @return the number of bytes
	 */
	int compressAboveBytes();

	/**
	 * Return how much one answer may take where it is stored.
	 * @return the most, in bytes
	 */
	int maxAnswerBytes();

}

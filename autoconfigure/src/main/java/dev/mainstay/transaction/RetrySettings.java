package dev.mainstay.transaction;

import java.time.Duration;

/**
 * How units of work are tried again when they say nothing else.
 */
public interface RetrySettings {

	/**
	 * Return how often a unit is tried, the first attempt included.
	 * @return the number of attempts, at least 1
	 */
	int maxAttempts();

	/**
	 * Return how often a unit is tried while it fails because of deadlocks, the first
	 * attempt included.
	 * @return the number of attempts, at least 1
	 */
	int deadlockMaxAttempts();

	/**
	 * Return the longest wait before the second attempt. The wait itself is drawn evenly
	 * between zero and the longest one.
	 * @return the time
	 */
	Duration baseDelay();

	/**
	 * Return by how much the longest wait grows with each further attempt.
	 * @return the factor, at least 1
	 */
	double multiplier();

	/**
	 * Return what the longest wait grows to.
	 * @return the time
	 */
	Duration maxDelay();

	/**
	 * Return the longest time for all attempts of a unit together.
	 * @return the time
	 */
	Duration deadline();

}

package dev.mainstay.cache.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How much is kept, and for how long.
 */
public interface StoreSettings {

	/**
	 * Return what decides how long an answer is kept if its method does not say.
	 * @return the strategy
	 */
	CacheStrategy strategy();

	/**
	 * Return the time to live that others are derived from.
	 * @return the time, not shorter than the shortest
	 */
	Duration baseTtl();

	/**
	 * Return the shortest time to live that is derived.
	 * @return the time
	 */
	Duration minTtl();

	/**
	 * Return the longest time to live of any answer.
	 * @return the time, not shorter than the base; {@code null} for no limit
	 */
	@Nullable Duration maxTtl();

	/**
	 * Return how many answers are kept.
	 * @return the most, at least 1
	 */
	long maxSize();

	/**
	 * Return how much memory answers may take.
	 * @return the most, in bytes
	 */
	long maxBytes();

	/**
	 * Return how often an answer is asked for until it counts as frequent.
	 * @return the number of uses, at least 1
	 */
	int frequentThreshold();

	/**
	 * Return by how much longer a frequent answer lives.
	 * @return the factor, at least 1
	 */
	double frequentMultiplier();

	/**
	 * Return how long it takes to get an answer that counts as slow.
	 * @return the shortest time
	 */
	Duration slowThreshold();

	/**
	 * Return by how much longer a slow answer lives.
	 * @return the factor, at least 1
	 */
	double slowMultiplier();

	/**
	 * Return the longest time to live of an answer that depends on the day or the time.
	 * @return the time
	 */
	Duration timeSensitiveMaxTtl();

}

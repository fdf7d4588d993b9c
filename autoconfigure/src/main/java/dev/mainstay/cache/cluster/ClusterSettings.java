package dev.mainstay.cache.cluster;

import java.time.Duration;

/**
 * How instances keep in touch. All instances of an application need the same values.
 */
public interface ClusterSettings {

	/**
	 * Return the name of the channel. What shares one hears of each other's changes.
	 * @return the name
	 */
	default String channel() {
		return "mainstay_cache";
	}

	/**
	 * Return how often an instance says that it is there. What was changed elsewhere is
	 * known after three times that, or nothing is served.
	 * @return the time between two beats
	 */
	default Duration beatInterval() {
		return Duration.ofSeconds(1);
	}

	/**
	 * Return how long a commit waits at most until its changes are published.
	 * @return the longest time for publishing
	 */
	default Duration publishTimeout() {
		return Duration.ofSeconds(1);
	}

	/**
	 * Return when an instance that fell silent without saying goodbye is taken for dead.
	 * Until then nothing is served, because it may be changing things.
	 * @return the time of silence
	 */
	default Duration forgetAfter() {
		return Duration.ofSeconds(30);
	}

}

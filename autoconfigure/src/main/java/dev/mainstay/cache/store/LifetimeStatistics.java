package dev.mainstay.cache.store;

import java.time.Duration;

/**
 * The times to live that answers were given, but for those without a limit. An answer
 * whose time is made longer is given another one.
 *
 * @param count how many were given
 * @param totalMillis their sum, in milliseconds
 * @param longest the longest of them; zero if there was none
 */
public record LifetimeStatistics(long count, long totalMillis, Duration longest) {

	/**
	 * Return the mean.
	 * @return the mean; zero if there was none
	 */
	public Duration mean() {
		return (this.count != 0) ? Duration.ofMillis(this.totalMillis / this.count) : Duration.ZERO;
	}

}

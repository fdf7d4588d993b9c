package dev.mainstay.transaction.statistics;

import java.time.Duration;

/**
 * Figures of the transactions of one operation since the start.
 *
 * @param operation the name of the operation
 * @param commits how many were committed
 * @param rollbacks how many were rolled back
 * @param unknown how many ended without anybody knowing how
 * @param totalNanos the time of all of them together
 * @param longestNanos the time of the longest one
 */
public record OperationSnapshot(String operation, long commits, long rollbacks, long unknown, long totalNanos,
		long longestNanos) {

	/**
	 * Return how many transactions ended, one way or the other.
	 * @return the number
	 */
	public long count() {
		return this.commits + this.rollbacks + this.unknown;
	}

	/**
	 * Return the average duration.
	 * @return the average; zero if there was no transaction
	 */
	public Duration average() {
		return (count() > 0) ? Duration.ofNanos(this.totalNanos / count()) : Duration.ZERO;
	}

	/**
	 * Return the duration of the longest transaction.
	 * @return the duration; zero if there was no transaction
	 */
	public Duration longest() {
		return Duration.ofNanos(this.longestNanos);
	}

}

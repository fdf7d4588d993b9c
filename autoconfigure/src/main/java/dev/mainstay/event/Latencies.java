package dev.mainstay.event;

import java.util.Arrays;

/**
 * How long things took: how many fell into each of the {@link LatencyBuckets}. Immutable.
 */
public final class Latencies {

	/**
	 * Nothing was measured.
	 */
	public static final Latencies NONE = new Latencies(new long[0], 0, 0);

	// Without the empty buckets at the end.
	private final long[] counts;

	private final long totalNanos;

	private final long maxNanos;

	private final long count;

	private Latencies(long[] counts, long totalNanos, long maxNanos) {
		this.counts = counts;
		this.totalNanos = totalNanos;
		this.maxNanos = maxNanos;
		this.count = Arrays.stream(counts).sum();
	}

	/**
	 * Create latencies from what was counted.
	 * @param counts how many fell into each bucket, by index; may be shorter than the
	 * number of buckets, is copied
	 * @param totalNanos the sum of all durations in nanoseconds
	 * @param maxNanos the longest in nanoseconds
	 * @return the latencies
	 */
	public static Latencies of(long[] counts, long totalNanos, long maxNanos) {
		int length = counts.length;
		while (length > 0 && counts[length - 1] == 0) {
			length--;
		}
		return (length != 0) ? new Latencies(Arrays.copyOf(counts, length), totalNanos, maxNanos) : NONE;
	}

	/**
	 * Return how many were measured.
	 * @return the count
	 */
	public long count() {
		return this.count;
	}

	/**
	 * Return how many fell into a bucket.
	 * @param index the index of the bucket
	 * @return the count
	 */
	public long count(int index) {
		return (index < this.counts.length) ? this.counts[index] : 0;
	}

	/**
	 * Return how long all of them took together.
	 * @return nanoseconds
	 */
	public long totalNanos() {
		return this.totalNanos;
	}

	/**
	 * Return how long the longest took. Where these are the {@link #minus difference} of
	 * two, it is not known which were the longest in between, and the upper end of the
	 * last bucket in use is taken.
	 * @return nanoseconds
	 */
	public long maxNanos() {
		return this.maxNanos;
	}

	/**
	 * Return how long they took on average.
	 * @return nanoseconds; 0 if there was none
	 */
	public double meanNanos() {
		return (this.count != 0) ? (double) this.totalNanos / this.count : 0;
	}

	/**
	 * Return the duration that a share of them did not exceed, interpolated within its
	 * bucket.
	 * @param quantile the share, from 0 to 1: 0.95 for the 95th percentile
	 * @return nanoseconds, never more than the longest; 0 if there was none
	 */
	public double quantileNanos(double quantile) {
		double rank = quantile * this.count;
		long below = 0;
		for (int i = 0; i < this.counts.length; i++) {
			if (this.counts[i] != 0 && below + this.counts[i] >= rank) {
				long from = LatencyBuckets.lowerBound(i);
				long to = LatencyBuckets.lowerBound(i + 1);
				double within = from + (to - from) * Math.max(rank - below, 0) / this.counts[i];
				return Math.min(within, this.maxNanos);
			}
			below += this.counts[i];
		}
		return this.maxNanos;
	}

	/**
	 * Return these and others together.
	 * @param others the others
	 * @return the sum
	 */
	public Latencies plus(Latencies others) {
		long[] sum = Arrays.copyOf(this.counts, Math.max(this.counts.length, others.counts.length));
		for (int i = 0; i < others.counts.length; i++) {
			sum[i] += others.counts[i];
		}
		return of(sum, this.totalNanos + others.totalNanos, Math.max(this.maxNanos, others.maxNanos));
	}

	/**
	 * Return what came since an earlier state of the same counts. Counts that have become
	 * less, because they were started anew, count from zero.
	 * @param earlier the earlier state
	 * @return the difference
	 */
	public Latencies minus(Latencies earlier) {
		if (earlier.count == 0) {
			return this;
		}
		if (this.count < earlier.count || this.totalNanos < earlier.totalNanos) {
			return this;
		}
		long[] difference = this.counts.clone();
		int last = 0;
		for (int i = 0; i < difference.length; i++) {
			difference[i] = Math.max(difference[i] - earlier.count(i), 0);
			last = (difference[i] != 0) ? i : last;
		}
		long max = Math.min(this.maxNanos, LatencyBuckets.lowerBound(last + 1));
		return of(difference, this.totalNanos - earlier.totalNanos, max);
	}

}

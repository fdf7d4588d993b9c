package dev.mainstay.event;

/**
 * The buckets into which durations are sorted: eight to each doubling, as in an HDR
 * histogram with three significant bits, so that a value read back is at most 6.25 % off
 * from about ten microseconds on. The unit is 1024 nanoseconds; the last bucket holds
 * everything from about four and a half hours on.
 */
public final class LatencyBuckets {

	/**
	 * The number of buckets.
	 */
	public static final int COUNT = 256;

	private static final int UNIT_BITS = 10;

	private static final int SUB_BITS = 3;

	private static final int SUB_COUNT = 1 << SUB_BITS;

	private LatencyBuckets() {
	}

	/**
	 * Return the bucket of a duration.
	 * @param nanos the duration in nanoseconds; a negative one counts as zero
	 * @return the index, from 0 to {@link #COUNT} - 1
	 */
	public static int indexOf(long nanos) {
		long units = Math.max(nanos, 0) >> UNIT_BITS;
		if (units < SUB_COUNT) {
			return (int) units;
		}
		int shift = Long.SIZE - 1 - SUB_BITS - Long.numberOfLeadingZeros(units);
		int index = ((shift + 1) << SUB_BITS) + (int) ((units >> shift) & (SUB_COUNT - 1));
		return Math.min(index, COUNT - 1);
	}

	/**
	 * Return the shortest duration of a bucket.
	 * @param index the index, from 0 to {@link #COUNT}
	 * @return the duration in nanoseconds
	 */
	public static long lowerBound(int index) {
		if (index < SUB_COUNT) {
			return (long) index << UNIT_BITS;
		}
		int shift = (index >> SUB_BITS) - 1;
		return (long) (SUB_COUNT + (index & (SUB_COUNT - 1))) << (shift + UNIT_BITS);
	}

}

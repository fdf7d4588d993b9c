package dev.mainstay.history;

import java.util.Arrays;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.LatencyBuckets;

/**
 * Adds up {@link Latencies}, and packs them into few bytes: the sum, the longest, then
 * for each bucket in use its distance from the one before and its count, all in groups of
 * seven bits. Not thread-safe.
 */
final class LatencySum {

	static final byte[] NOTHING = {};

	private static final int LONGEST_NUMBER = 10;

	private final long[] counts = new long[LatencyBuckets.COUNT];

	private long totalNanos;

	private long maxNanos;

	private long count;

	// Where the next number is read from.
	private int position;

	static byte[] pack(Latencies latencies) {
		if (latencies.count() == 0) {
			return NOTHING;
		}
		byte[] bytes = new byte[LONGEST_NUMBER * 2 * (LatencyBuckets.COUNT + 1)];
		int length = write(bytes, 0, latencies.totalNanos());
		length = write(bytes, length, latencies.maxNanos());
		int last = -1;
		for (int i = 0; i < LatencyBuckets.COUNT; i++) {
			if (latencies.count(i) > 0) {
				length = write(bytes, length, i - last);
				length = write(bytes, length, latencies.count(i));
				last = i;
			}
		}
		return Arrays.copyOf(bytes, length);
	}

	private static int write(byte[] bytes, int at, long number) {
		int position = at;
		long rest = number;
		while ((rest & ~0x7FL) != 0) {
			bytes[position++] = (byte) ((rest & 0x7F) | 0x80);
			rest >>>= 7;
		}
		bytes[position++] = (byte) rest;
		return position;
	}

	static Latencies unpack(byte[] packed) {
		LatencySum sum = new LatencySum();
		sum.add(packed);
		return sum.latencies();
	}

	/**
	 * Add what was packed.
	 * @param packed the bytes
	 * @throws IllegalArgumentException if they are none of {@link #pack}
	 */
	void add(byte[] packed) {
		if (packed.length == 0) {
			return;
		}
		this.position = 0;
		this.totalNanos += read(packed);
		this.maxNanos = Math.max(this.maxNanos, read(packed));
		long index = -1;
		while (this.position < packed.length) {
			index += read(packed);
			if (index < 0 || index >= LatencyBuckets.COUNT) {
				throw new IllegalArgumentException("There is no bucket " + index);
			}
			long in = read(packed);
			this.counts[(int) index] += in;
			this.count += in;
		}
	}

	private long read(byte[] packed) {
		long number = 0;
		for (int shift = 0; shift < Long.SIZE; shift += 7) {
			if (this.position >= packed.length) {
				break;
			}
			byte next = packed[this.position++];
			number |= (next & 0x7FL) << shift;
			if (next >= 0) {
				return number;
			}
		}
		throw new IllegalArgumentException("A number has no end");
	}

	long count() {
		return this.count;
	}

	Latencies latencies() {
		return Latencies.of(this.counts, this.totalNanos, this.maxNanos);
	}

}

package dev.mainstay.cache.store;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers for a while how often answers that are gone were used. Forgets some of them
 * early: there is a fixed number of places, and two keys may share one.
 */
final class UseHistory {

	private static final int PLACES = 1 << 14;

	private static final int USES_BITS = 8;

	private static final int TIME_BITS = 24;

	private static final long USES_MASK = (1L << USES_BITS) - 1;

	private static final long TIME_MASK = (1L << TIME_BITS) - 1;

	private static final long NANOS_PER_SECOND = 1_000_000_000L;

	private final long seconds;

	// 32 bits of the key, 24 of the time in seconds, 8 of the uses; 0 if nothing is
	// known.
	private final AtomicLongArray places = new AtomicLongArray(PLACES);

	UseHistory(long nanos) {
		this.seconds = Math.min(nanos / NANOS_PER_SECOND, TIME_MASK >> 1);
	}

	void remember(Object key, int uses, long now) {
		if (uses > 0) {
			int hash = hash(key);
			long entry = ((hash & 0xFFFFFFFFL) << (TIME_BITS + USES_BITS)) | (second(now) << USES_BITS)
					| Math.min(uses, USES_MASK);
			this.places.set(hash & (PLACES - 1), entry);
		}
	}

	int recall(Object key, long now) {
		int hash = hash(key);
		long entry = this.places.get(hash & (PLACES - 1));
		long age = (second(now) - ((entry >>> USES_BITS) & TIME_MASK)) & TIME_MASK;
		boolean known = (int) (entry >>> (TIME_BITS + USES_BITS)) == hash && age <= this.seconds;
		return known ? (int) (entry & USES_MASK) : 0;
	}

	private static long second(long now) {
		return (now / NANOS_PER_SECOND) & TIME_MASK;
	}

	private static int hash(Object key) {
		int hash = key.hashCode() * 0x9E3779B9;
		return hash ^ (hash >>> 15);
	}

}

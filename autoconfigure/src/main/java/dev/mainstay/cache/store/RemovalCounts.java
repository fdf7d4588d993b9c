package dev.mainstay.cache.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells whether the answer to a question may have been removed in the meantime. Some
 * questions share a count. Thread-safe.
 */
final class RemovalCounts {

	private static final int STRIPES = 1024;

	private final AtomicLong walks = new AtomicLong();

	private final AtomicLongArray single = new AtomicLongArray(STRIPES);

	void add(Object key) {
		this.single.incrementAndGet(stripe(key));
	}

	void addWalk() {
		this.walks.incrementAndGet();
	}

	long get(Object key) {
		return this.walks.get() + this.single.get(stripe(key));
	}

	private static int stripe(Object key) {
		int hash = key.hashCode();
		return (hash ^ (hash >>> 16)) & (STRIPES - 1);
	}

}

package dev.mainstay.cache.shared;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how answers are shared. Thread-safe.
 */
final class SharedCounters {

	final LongAdder hits = new LongAdder();

	final LongAdder misses = new LongAdder();

	final LongAdder skipped = new LongAdder();

	final LongAdder stores = new LongAdder();

	final LongAdder refused = new LongAdder();

	final LongAdder errors = new LongAdder();

	final LongAdder plainBytes = new LongAdder();

	final LongAdder storedBytes = new LongAdder();

	SharedStatistics statistics() {
		return new SharedStatistics(this.hits.sum(), this.misses.sum(), this.skipped.sum(), this.stores.sum(),
				this.refused.sum(), this.errors.sum(), this.plainBytes.sum(), this.storedBytes.sum());
	}

}

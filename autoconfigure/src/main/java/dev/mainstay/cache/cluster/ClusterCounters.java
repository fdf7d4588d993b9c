package dev.mainstay.cache.cluster;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens in a cluster. Thread-safe.
 */
final class ClusterCounters {

	final LongAdder published = new LongAdder();

	final LongAdder received = new LongAdder();

	final LongAdder coalesced = new LongAdder();

	final LongAdder failed = new LongAdder();

	final LongAdder gaps = new LongAdder();

	final LongAdder reconnects = new LongAdder();

	final LongAdder leasesLost = new LongAdder();

	final LongAdder forgotten = new LongAdder();

}

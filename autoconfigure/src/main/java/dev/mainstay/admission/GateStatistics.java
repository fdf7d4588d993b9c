package dev.mainstay.admission;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.LatencyBuckets;

/**
 * What a gate has done so far. Callers that did not have to wait are not counted, which
 * would cost them more than the gate itself. Thread-safe.
 */
public final class GateStatistics {

	private final AtomicLongArray waits = new AtomicLongArray(LatencyBuckets.COUNT);

	private final LongAdder waited = new LongAdder();

	private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

	private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);

	GateStatistics() {
		for (Refusal reason : Refusal.values()) {
			this.refusals.put(reason, new LongAdder());
		}
	}

	void admitted(long nanos) {
		this.waits.incrementAndGet(LatencyBuckets.indexOf(nanos));
		this.waited.add(nanos);
		this.longest.accumulate(nanos);
	}

	void refused(Refusal reason) {
		this.refusals.getOrDefault(reason, new LongAdder()).increment();
	}

	/**
	 * Return how long those had to wait who had to and were let in.
	 * @return the waits
	 */
	public Latencies waits() {
		long[] counts = new long[LatencyBuckets.COUNT];
		for (int i = 0; i < counts.length; i++) {
			counts[i] = this.waits.get(i);
		}
		return Latencies.of(counts, this.waited.sum(), this.longest.get());
	}

	/**
	 * Return how many callers got no connection.
	 * @param reason why
	 * @return the number
	 */
	public long refusals(Refusal reason) {
		LongAdder count = this.refusals.get(reason);
		return (count != null) ? count.sum() : 0;
	}

}

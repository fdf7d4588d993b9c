package dev.mainstay.observe;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import dev.mainstay.failure.FailureKind;

/**
 * What is counted about one statement, or one operation. Lock-free.
 */
final class StatementFigures {

	private static final long SECOND = 1_000_000_000;

	private static final FailureKind[] KINDS = FailureKind.values();

	private final LatencyRecorder latencies = new LatencyRecorder();

	private final LongAdder rows = new LongAdder();

	private volatile @Nullable AtomicLongArray errors;

	private final long firstSeenNanos;

	// To the second, so that it is seldom written.
	private volatile long lastSeenNanos;

	StatementFigures(long now) {
		this.firstSeenNanos = now;
		this.lastSeenNanos = now;
	}

	void record(long now, long nanos, long changedOrRead) {
		this.latencies.record(nanos);
		if (changedOrRead > 0) {
			this.rows.add(changedOrRead);
		}
		if (now - this.lastSeenNanos > SECOND) {
			this.lastSeenNanos = now;
		}
	}

	void failed(FailureKind kind) {
		AtomicLongArray counts = this.errors;
		if (counts == null) {
			counts = makeErrors();
		}
		counts.getAndIncrement(kind.ordinal());
	}

	private synchronized AtomicLongArray makeErrors() {
		AtomicLongArray counts = this.errors;
		if (counts == null) {
			counts = new AtomicLongArray(KINDS.length);
			this.errors = counts;
		}
		return counts;
	}

	LatencyRecorder latencies() {
		return this.latencies;
	}

	long rows() {
		return this.rows.sum();
	}

	long firstSeenNanos() {
		return this.firstSeenNanos;
	}

	long lastSeenNanos() {
		return this.lastSeenNanos;
	}

	Map<FailureKind, Long> errors() {
		Map<FailureKind, Long> counts = new EnumMap<>(FailureKind.class);
		AtomicLongArray known = this.errors;
		for (int i = 0; known != null && i < KINDS.length; i++) {
			if (known.get(i) != 0) {
				counts.put(KINDS[i], known.get(i));
			}
		}
		return counts;
	}

}

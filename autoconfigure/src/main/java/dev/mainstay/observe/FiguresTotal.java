package dev.mainstay.observe;

import java.util.EnumMap;
import java.util.Map;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.LatencyBuckets;
import dev.mainstay.failure.FailureKind;

/**
 * The figures of several statements together. Not thread-safe.
 */
final class FiguresTotal {

	private final long[] counts = new long[LatencyBuckets.COUNT];

	private long totalNanos;

	private long maxNanos;

	private long rows;

	private final Map<FailureKind, Long> errors = new EnumMap<>(FailureKind.class);

	void add(StatementFigures figures) {
		// In this order, so that a time without its count is not taken for one.
		figures.latencies().addTo(this.counts);
		this.totalNanos += figures.latencies().totalNanos();
		this.maxNanos = Math.max(this.maxNanos, figures.latencies().maxNanos());
		this.rows += figures.rows();
		figures.errors().forEach((kind, count) -> this.errors.merge(kind, count, Long::sum));
	}

	void add(FiguresTotal others) {
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] += others.counts[i];
		}
		this.totalNanos += others.totalNanos;
		this.maxNanos = Math.max(this.maxNanos, others.maxNanos);
		this.rows += others.rows;
		others.errors.forEach((kind, count) -> this.errors.merge(kind, count, Long::sum));
	}

	Latencies latencies() {
		return Latencies.of(this.counts, this.totalNanos, this.maxNanos);
	}

	long rows() {
		return this.rows;
	}

	Map<FailureKind, Long> errors() {
		return Map.copyOf(this.errors);
	}

}

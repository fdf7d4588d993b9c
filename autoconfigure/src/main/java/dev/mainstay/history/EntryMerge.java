package dev.mainstay.history;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.Signal;

/**
 * Makes one entry of several that follow each other. Averages are weighted by the length
 * of the windows; durations and shares come from what they were computed of, so that they
 * are as exact as those of a single window. Not thread-safe.
 */
final class EntryMerge {

	private static final double MILLISECOND = 1_000_000;

	private static final Signal[] ALL = Signal.values();

	private final boolean withOperations;

	private final double[] merged = new double[ALL.length];

	private final double[] weights = new double[ALL.length];

	private final LatencySum statements = new LatencySum();

	private final Map<String, LatencySum> operations = new HashMap<>();

	private final Map<String, Long> errors = new HashMap<>();

	private long from = Long.MAX_VALUE;

	private long to = Long.MIN_VALUE;

	private int size;

	EntryMerge(boolean withOperations) {
		this.withOperations = withOperations;
		Arrays.fill(this.merged, Double.NaN);
	}

	void add(HistoryEntry entry) {
		this.size++;
		this.from = Math.min(this.from, entry.from());
		this.to = Math.max(this.to, entry.to());
		for (Signal signal : ALL) {
			double value = entry.value(signal);
			if (!Double.isNaN(value)) {
				merge(signal, value, entry.to() - entry.from());
			}
		}
		this.statements.add(entry.statements());
		entry.errors().forEach((kind, count) -> HistoryEntry.count(this.errors, kind, count));
		if (this.withOperations) {
			for (int i = 0; i < entry.operations(); i++) {
				this.operations.computeIfAbsent(entry.operation(i), (name) -> new LatencySum())
					.add(entry.operationLatencies(i));
			}
		}
	}

	private void merge(Signal signal, double value, double weight) {
		int i = signal.ordinal();
		if (Double.isNaN(this.merged[i])) {
			this.merged[i] = value;
		}
		else {
			this.merged[i] = switch (signal.merge()) {
				case SUM -> this.merged[i] + value;
				case MAX -> Math.max(this.merged[i], value);
				case MEAN -> this.merged[i] + (value - this.merged[i]) * weight / (this.weights[i] + weight);
			};
		}
		this.weights[i] += weight;
	}

	int size() {
		return this.size;
	}

	HistoryEntry result() {
		double[] values = this.merged.clone();
		if (this.statements.count() != 0) {
			Latencies all = this.statements.latencies();
			replace(values, Signal.STATEMENT_MEAN, all.meanNanos() / MILLISECOND);
			replace(values, Signal.STATEMENT_P50, all.quantileNanos(0.5) / MILLISECOND);
			replace(values, Signal.STATEMENT_P95, all.quantileNanos(0.95) / MILLISECOND);
			replace(values, Signal.STATEMENT_P99, all.quantileNanos(0.99) / MILLISECOND);
		}
		share(values, Signal.ERROR_SHARE, Signal.STATEMENT_ERRORS);
		share(values, Signal.SLOW_SHARE, Signal.SLOW_STATEMENTS);
		Map<String, Latencies> byOperation = new HashMap<>();
		this.operations.forEach((name, sum) -> byOperation.put(name, sum.latencies()));
		return new HistoryEntry(this.from, this.to, values, LatencySum.pack(this.statements.latencies()),
				HistoryEntry.mostFrequent(byOperation), this.errors);
	}

	private static void replace(double[] values, Signal signal, double value) {
		if (!Double.isNaN(values[signal.ordinal()])) {
			values[signal.ordinal()] = value;
		}
	}

	private static void share(double[] values, Signal share, Signal part) {
		double whole = values[Signal.STATEMENTS.ordinal()];
		double some = values[part.ordinal()];
		if (whole > 0 && !Double.isNaN(some)) {
			replace(values, share, Math.min(some / whole, 1) * 100);
		}
	}

}

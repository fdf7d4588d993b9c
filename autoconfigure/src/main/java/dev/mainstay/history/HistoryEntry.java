package dev.mainstay.history;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.Sample;
import dev.mainstay.event.Signal;

/**
 * A {@link Sample} in a form that takes little memory. Immutable.
 */
final class HistoryEntry {

	static final int MOST_OPERATIONS = 20;

	static final int MOST_ERROR_KINDS = 32;

	static final int LONGEST_NAME = 120;

	/**
	 * Stands for all operations after the most frequent ones.
	 */
	static final String OTHERS = "(others)";

	static final int SIGNALS = Signal.values().length;

	private static final Signal[] ALL = Signal.values();

	// A header and its length, rounded up.
	private static final int ARRAY = 20;

	private static final int REFERENCE = 4;

	private static final int OBJECT = 56;

	private static final int MAP_ENTRY = 64;

	private static final int STRING = 48;

	private final long from;

	private final long to;

	// By ordinal; not a number where there is no value.
	private final double[] values;

	private final byte[] statements;

	private final String[] operations;

	private final byte[][] operationLatencies;

	private final Map<String, Long> errors;

	// Counted once.
	private int bytes;

	HistoryEntry(long from, long to, double[] values, byte[] statements, Map<String, byte[]> operations,
			Map<String, Long> errors) {
		this.from = from;
		this.to = to;
		this.values = values;
		this.statements = statements;
		this.operations = operations.keySet().toArray(String[]::new);
		this.operationLatencies = new byte[this.operations.length][];
		for (int i = 0; i < this.operations.length; i++) {
			this.operationLatencies[i] = operations.getOrDefault(this.operations[i], LatencySum.NOTHING);
		}
		this.errors = Map.copyOf(errors);
	}

	/**
	 * Pack a sample.
	 * @param sample the sample
	 * @param previous the entry before, whose names are used again
	 * @return the entry
	 */
	static HistoryEntry of(Sample sample, @Nullable HistoryEntry previous) {
		double[] values = new double[SIGNALS];
		Arrays.fill(values, Double.NaN);
		sample.signals().forEach((signal, value) -> values[signal.ordinal()] = value);
		Map<String, Latencies> operations = new HashMap<>();
		sample.operations()
			.forEach((name, latencies) -> operations.merge(shared(name, previous), latencies, Latencies::plus));
		Map<String, Long> errors = new HashMap<>();
		sample.errors().forEach((kind, count) -> count(errors, shortened(kind).intern(), count));
		return new HistoryEntry(sample.from().toEpochMilli(), sample.to().toEpochMilli(), values,
				LatencySum.pack(sample.statements()), mostFrequent(operations), errors);
	}

	private static String shared(String name, @Nullable HistoryEntry previous) {
		String shortened = shortened(name);
		if (previous != null) {
			for (String known : previous.operations) {
				if (known.equals(shortened)) {
					return known;
				}
			}
		}
		return shortened;
	}

	private static String shortened(String name) {
		return (name.length() <= LONGEST_NAME) ? name : name.substring(0, LONGEST_NAME);
	}

	static void count(Map<String, Long> errors, String kind, long count) {
		boolean known = errors.containsKey(kind) || errors.size() < MOST_ERROR_KINDS - 1;
		errors.merge(known ? kind : OTHERS, count, Long::sum);
	}

	static Map<String, byte[]> mostFrequent(Map<String, Latencies> operations) {
		List<Map.Entry<String, Latencies>> ordered = operations.entrySet()
			.stream()
			.sorted(Comparator.comparing(
					(operation) -> operation.getKey().equals(OTHERS) ? -1L : operation.getValue().count(),
					Comparator.reverseOrder()))
			.toList();
		Map<String, byte[]> packed = new HashMap<>();
		Latencies others = Latencies.NONE;
		for (Map.Entry<String, Latencies> operation : ordered) {
			if (packed.size() < MOST_OPERATIONS && !operation.getKey().equals(OTHERS)) {
				packed.put(operation.getKey(), LatencySum.pack(operation.getValue()));
			}
			else {
				others = others.plus(operation.getValue());
			}
		}
		if (others.count() != 0) {
			packed.put(OTHERS, LatencySum.pack(others));
		}
		return packed;
	}

	long from() {
		return this.from;
	}

	long to() {
		return this.to;
	}

	long middle() {
		return this.from + (this.to - this.from) / 2;
	}

	double value(Signal signal) {
		return this.values[signal.ordinal()];
	}

	/**
	 * Return what a signal was, independent of the length of the window.
	 * @param signal the signal
	 * @return the value, per minute where values are added up; not a number if there is
	 * none
	 */
	double level(Signal signal) {
		double value = value(signal);
		return (signal.merge() == Signal.Merge.SUM) ? value * 60_000 / Math.max(this.to - this.from, 1) : value;
	}

	byte[] statements() {
		return this.statements;
	}

	int operations() {
		return this.operations.length;
	}

	String operation(int index) {
		return this.operations[index];
	}

	byte[] operationLatencies(int index) {
		return this.operationLatencies[index];
	}

	Map<String, Long> errors() {
		return this.errors;
	}

	Sample toSample(String dataSource) {
		Map<Signal, Double> signals = new EnumMap<>(Signal.class);
		for (Signal signal : ALL) {
			if (!Double.isNaN(value(signal))) {
				signals.put(signal, value(signal));
			}
		}
		Map<String, Latencies> byOperation = new HashMap<>();
		for (int i = 0; i < this.operations.length; i++) {
			byOperation.put(this.operations[i], LatencySum.unpack(this.operationLatencies[i]));
		}
		return new Sample(dataSource, Instant.ofEpochMilli(this.from), Instant.ofEpochMilli(this.to), signals,
				LatencySum.unpack(this.statements), byOperation, this.errors);
	}

	/**
	 * Return about how much memory this takes. Belongs to the thread that writes.
	 * @param previous the entry before, whose names are used again
	 * @return bytes, rather too many than too few
	 */
	int bytes(@Nullable HistoryEntry previous) {
		if (this.bytes == 0) {
			this.bytes = count(previous);
		}
		return this.bytes;
	}

	private int count(@Nullable HistoryEntry previous) {
		int count = OBJECT + ARRAY + SIGNALS * Double.BYTES + ARRAY + this.statements.length;
		count += 2 * (ARRAY + REFERENCE * this.operations.length) + MAP_ENTRY * this.errors.size();
		for (byte[] packed : this.operationLatencies) {
			count += ARRAY + packed.length;
		}
		for (String name : this.operations) {
			// Not equal, but the same.
			boolean shared = previous != null && Arrays.stream(previous.operations).anyMatch((other) -> other == name);
			count += shared ? 0 : STRING + 2 * name.length();
		}
		return count;
	}

}

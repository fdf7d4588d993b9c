package dev.mainstay.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.Sample;
import dev.mainstay.event.Signal;

/**
 * The samples of one data source that make up the last minute, or the newest one if that
 * is longer. Not thread-safe.
 */
final class SlidingMinute {

	private static final double SECONDS = 60;

	private static final double MILLISECOND = 1_000_000;

	private final Deque<Sample> samples = new ArrayDeque<>();

	void add(Sample sample) {
		this.samples.addLast(sample);
		// By their middle, so that it makes no difference if they come a little late.
		Instant start = sample.to().minusSeconds((long) SECONDS);
		this.samples.removeIf((each) -> each != sample && each.from().plus(each.length().dividedBy(2)).isBefore(start));
	}

	// Return the samples as one. What is counted and timed is taken together, exactly
	// where the samples know enough; what goes up and down is as in the newest.
	Sample merged() {
		Sample first = this.samples.getFirst();
		Sample last = this.samples.getLast();
		Latencies statements = Latencies.NONE;
		Map<String, Latencies> operations = new HashMap<>();
		Map<String, Long> errors = new HashMap<>();
		for (Sample sample : this.samples) {
			statements = statements.plus(sample.statements());
			sample.operations().forEach((name, latencies) -> operations.merge(name, latencies, Latencies::plus));
			sample.errors().forEach((kind, count) -> errors.merge(kind, count, Long::sum));
		}
		Map<Signal, Double> signals = new EnumMap<>(Signal.class);
		for (Signal signal : Signal.values()) {
			Double value = merged(signal, statements, operations);
			if (value != null) {
				signals.put(signal, value);
			}
		}
		return new Sample(last.dataSource(), first.from(), last.to(), signals, statements, operations, errors);
	}

	private @Nullable Double merged(Signal signal, Latencies statements, Map<String, Latencies> operations) {
		return switch (signal) {
			case STATEMENT_MEAN -> milliseconds(statements, Latencies::meanNanos);
			case STATEMENT_P50 -> milliseconds(statements, (latencies) -> latencies.quantileNanos(0.5));
			case STATEMENT_P95 -> milliseconds(statements, SlidingMinute::p95);
			case STATEMENT_P99 -> milliseconds(statements, (latencies) -> latencies.quantileNanos(0.99));
			case STATEMENT_MAX -> milliseconds(statements, Latencies::maxNanos);
			case OPERATION_P95 -> operations.values()
				.stream()
				.map((latencies) -> milliseconds(latencies, SlidingMinute::p95))
				.max(Double::compare)
				.orElse(null);
			case ERROR_SHARE, SLOW_SHARE -> weighted(signal, Signal.STATEMENTS);
			case CACHE_HIT_RATIO -> weighted(signal, Signal.CACHE_LOOKUPS);
			case CONNECTION_ERRORS_PER_MINUTE -> perMinute(signal);
			case STATEMENTS_PER_SECOND -> perSecond(signal);
			default -> (signal.merge() == Signal.Merge.SUM) ? sum(signal) : this.samples.getLast().value(signal);
		};
	}

	static double p95(Latencies latencies) {
		return latencies.quantileNanos(0.95);
	}

	private static @Nullable Double milliseconds(Latencies latencies, ToDoubleFunction<Latencies> nanos) {
		return (latencies.count() != 0) ? (Double) (nanos.applyAsDouble(latencies) / MILLISECOND) : null;
	}

	private @Nullable Double sum(Signal signal) {
		return total(signal, (sample) -> 1);
	}

	private @Nullable Double weighted(Signal signal, Signal weight) {
		ToDoubleFunction<Sample> weights = (sample) -> {
			Double value = sample.value(weight);
			return (value != null) ? value : 0;
		};
		Double total = total(signal, weights);
		double whole = this.samples.stream().mapToDouble(weights).sum();
		return (total != null && whole > 0) ? (Double) (total / whole) : null;
	}

	// A few at the very start are not yet many in a minute.
	private @Nullable Double perMinute(Signal signal) {
		Double total = total(signal, SlidingMinute::seconds);
		return (total != null) ? (Double) (total / Math.max(seconds(), SECONDS)) : null;
	}

	private @Nullable Double perSecond(Signal signal) {
		Double total = total(signal, SlidingMinute::seconds);
		return (total != null) ? (Double) (total / seconds()) : null;
	}

	private @Nullable Double total(Signal signal, ToDoubleFunction<Sample> weight) {
		Double total = null;
		for (Sample sample : this.samples) {
			Double value = sample.value(signal);
			if (value != null) {
				total = ((total != null) ? total : 0) + value * weight.applyAsDouble(sample);
			}
		}
		return total;
	}

	private double seconds() {
		return this.samples.stream().mapToDouble(SlidingMinute::seconds).sum();
	}

	private static double seconds(Sample sample) {
		Duration length = sample.length();
		return length.toNanos() / 1e9;
	}

}

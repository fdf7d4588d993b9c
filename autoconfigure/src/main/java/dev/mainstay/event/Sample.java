package dev.mainstay.event;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What was measured on one data source in a window of time. A signal that could not be
 * measured, such as an average of no statements, has no value. Immutable.
 *
 * @param dataSource the bean name of the data source
 * @param from when the window began
 * @param to when it ended
 * @param signals what was measured
 * @param statements how long the statements of the window took
 * @param operations how long the statements of each operation took that had any, by name
 * @param errors the errors of the window by the id of their failure kind
 */
public record Sample(String dataSource, Instant from, Instant to, Map<Signal, Double> signals, Latencies statements,
		Map<String, Latencies> operations, Map<String, Long> errors) {

	private static final double MILLISECOND = 1_000_000;

	private static final double PERCENT = 100;

	public Sample {
		signals = Map.copyOf(signals);
		operations = Map.copyOf(operations);
		errors = Map.copyOf(errors);
	}

	/**
	 * Return what a signal was.
	 * @param signal the signal
	 * @return the value in the unit of the signal, or {@code null} if there is none
	 */
	public @Nullable Double value(Signal signal) {
		return this.signals.get(signal);
	}

	/**
	 * Return how long the window was.
	 * @return its length
	 */
	public Duration length() {
		return Duration.between(this.from, this.to);
	}

	/**
	 * Return what happened between two readings of the same data source.
	 * @param before the earlier one
	 * @param now the later one
	 * @return the sample
	 */
	public static Sample between(Reading before, Reading now) {
		Map<String, Latencies> operations = new HashMap<>();
		now.operations().forEach((name, latencies) -> {
			Latencies in = latencies.minus(before.operations().getOrDefault(name, Latencies.NONE));
			if (in.count() != 0) {
				operations.put(name, in);
			}
		});
		Map<String, Long> errors = new HashMap<>();
		now.errors().forEach((kind, total) -> {
			long in = grown(before.errors().getOrDefault(kind, 0L), total);
			if (in != 0) {
				errors.put(kind, in);
			}
		});
		Latencies statements = now.statements().minus(before.statements());
		Map<Signal, Double> signals = new Signals(before, now, statements, operations).all();
		return new Sample(now.dataSource(), before.time(), now.time(), signals, statements, operations, errors);
	}

	private static long grown(long before, long now) {
		return (now >= before) ? now - before : now;
	}

	/**
	 * The signals between two readings.
	 */
	private static final class Signals {

		private final Reading before;

		private final Reading now;

		private final Map<Signal, Double> signals = new EnumMap<>(Signal.class);

		private final double seconds;

		Signals(Reading before, Reading now, Latencies statements, Map<String, Latencies> operations) {
			this.before = before;
			this.now = now;
			this.seconds = Math.max(Duration.between(before.time(), now.time()).toNanos() / 1e9, 1e-3);
			connections();
			statements(statements);
			operations.values()
				.stream()
				.mapToDouble((latencies) -> latencies.quantileNanos(0.95) / MILLISECOND)
				.max()
				.ifPresent((slowest) -> this.signals.put(Signal.OPERATION_P95, slowest));
			set(Signal.TRANSACTIONS_ACTIVE, now.gauge(Gauge.TRANSACTIONS_ACTIVE));
			count(Signal.COMMITS, Counter.COMMITS);
			count(Signal.ROLLBACKS, Counter.ROLLBACKS);
			count(Signal.DEADLOCKS, Counter.DEADLOCKS);
			count(Signal.RETRIES, Counter.RETRIES);
			count(Signal.BREAKER_TRIPS, Counter.BREAKER_TRIPS);
			Double hits = growth(Counter.CACHE_HITS);
			Double misses = growth(Counter.CACHE_MISSES);
			if (hits != null && misses != null) {
				this.signals.put(Signal.CACHE_LOOKUPS, hits + misses);
				share(Signal.CACHE_HIT_RATIO, hits, hits + misses);
			}
		}

		private void connections() {
			Double active = this.now.gauge(Gauge.CONNECTIONS_ACTIVE);
			Double limit = this.now.gauge(Gauge.CONNECTIONS_LIMIT);
			set(Signal.CONNECTIONS_ACTIVE, active);
			set(Signal.CONNECTIONS_IDLE, this.now.gauge(Gauge.CONNECTIONS_IDLE));
			set(Signal.CONNECTIONS_WAITING, this.now.gauge(Gauge.CONNECTIONS_WAITING));
			if (active != null && limit != null) {
				share(Signal.CONNECTION_UTILIZATION, active, limit);
			}
			count(Signal.CONNECTIONS_CREATED, Counter.CONNECTIONS_CREATED);
			count(Signal.CONNECTIONS_CLOSED, Counter.CONNECTIONS_CLOSED);
			count(Signal.ACQUIRE_TIMEOUTS, Counter.ACQUIRE_TIMEOUTS);
			Double lost = growth(Counter.CONNECTION_ERRORS);
			Double timeouts = growth(Counter.ACQUIRE_TIMEOUTS);
			if (lost != null || timeouts != null) {
				double errors = orZero(lost) + orZero(timeouts);
				this.signals.put(Signal.CONNECTION_ERRORS_PER_MINUTE, errors * 60 / this.seconds);
			}
		}

		private void statements(Latencies statements) {
			Double executed = growth(Counter.STATEMENTS);
			// That nobody counted does not mean that there were none.
			if (executed == null || !this.before.isObserving() || !this.now.isObserving()) {
				return;
			}
			this.signals.put(Signal.STATEMENTS, executed);
			this.signals.put(Signal.STATEMENTS_PER_SECOND, executed / this.seconds);
			count(Signal.STATEMENT_ERRORS, Counter.STATEMENT_ERRORS);
			count(Signal.SLOW_STATEMENTS, Counter.SLOW_STATEMENTS);
			count(Signal.ROWS, Counter.ROWS);
			share(Signal.ERROR_SHARE, orZero(growth(Counter.STATEMENT_ERRORS)), executed);
			share(Signal.SLOW_SHARE, orZero(growth(Counter.SLOW_STATEMENTS)), executed);
			if (statements.count() != 0) {
				this.signals.put(Signal.STATEMENT_MEAN, statements.meanNanos() / MILLISECOND);
				this.signals.put(Signal.STATEMENT_P50, statements.quantileNanos(0.5) / MILLISECOND);
				this.signals.put(Signal.STATEMENT_P95, statements.quantileNanos(0.95) / MILLISECOND);
				this.signals.put(Signal.STATEMENT_P99, statements.quantileNanos(0.99) / MILLISECOND);
				this.signals.put(Signal.STATEMENT_MAX, statements.maxNanos() / MILLISECOND);
			}
		}

		private void set(Signal signal, @Nullable Double value) {
			if (value != null) {
				this.signals.put(signal, value);
			}
		}

		private void count(Signal signal, Counter counter) {
			set(signal, growth(counter));
		}

		private void share(Signal signal, double part, double whole) {
			if (whole > 0) {
				this.signals.put(signal, Math.min(part / whole, 1) * PERCENT);
			}
		}

		private @Nullable Double growth(Counter counter) {
			Long total = this.now.counter(counter);
			if (total == null) {
				return null;
			}
			Long earlier = this.before.counter(counter);
			return (double) grown((earlier != null) ? earlier : 0, total);
		}

		private static double orZero(@Nullable Double value) {
			return (value != null) ? value : 0;
		}

		Map<Signal, Double> all() {
			return this.signals;
		}

	}

}

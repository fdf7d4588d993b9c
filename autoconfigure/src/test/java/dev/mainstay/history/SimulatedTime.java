package dev.mainstay.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;

import dev.mainstay.event.Counter;
import dev.mainstay.event.Gauge;
import dev.mainstay.event.Latencies;
import dev.mainstay.event.LatencyBuckets;
import dev.mainstay.event.Reading;
import dev.mainstay.event.ReadingSource;
import dev.mainstay.event.Sampler;

/**
 * Instruments of one data source that a test sets by hand, and a sampler that fills a
 * history from them, window by window.
 */
public final class SimulatedTime implements ReadingSource {

	/**
	 * Midnight of the first day.
	 */
	public static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

	/**
	 * The name of the data source.
	 */
	public static final String NAME = "orders";

	private static final int LIMIT = 200;

	private final ManualClock clock = new ManualClock(START);

	private final History history;

	private final Sampler sampler;

	private final Map<Gauge, Double> gauges = new LinkedHashMap<>();

	private final Map<Counter, Long> counters = new LinkedHashMap<>();

	private final Map<String, Long> errors = new LinkedHashMap<>();

	private final Map<String, long[]> operations = new LinkedHashMap<>();

	private final Map<String, Long> operationNanos = new LinkedHashMap<>();

	private final long[] buckets = new long[LatencyBuckets.COUNT];

	private long nanos;

	public SimulatedTime(Duration retention) {
		this.history = new History(retention, this.clock, ZoneOffset.UTC);
		this.sampler = new Sampler(List.of(this), List.of(this.history::add), this.clock);
		for (Counter counter : List.of(Counter.STATEMENTS, Counter.STATEMENT_ERRORS, Counter.ACQUIRE_TIMEOUTS)) {
			this.counters.put(counter, 0L);
		}
		this.sampler.sample();
	}

	/**
	 * Let time pass.
	 * @param windows how many windows
	 * @param length how long each is
	 * @param work what happens in each, by its index
	 * @return this
	 */
	public SimulatedTime run(int windows, Duration length, IntConsumer work) {
		for (int i = 0; i < windows; i++) {
			work.accept(i);
			this.clock.advance(length);
			this.sampler.sample();
		}
		return this;
	}

	public void pool(double utilization, int waiting) {
		this.gauges.put(Gauge.CONNECTIONS_ACTIVE, LIMIT * utilization / 100);
		this.gauges.put(Gauge.CONNECTIONS_IDLE, LIMIT - LIMIT * utilization / 100);
		this.gauges.put(Gauge.CONNECTIONS_LIMIT, (double) LIMIT);
		this.gauges.put(Gauge.CONNECTIONS_WAITING, (double) waiting);
	}

	public void statements(int count, double millis) {
		long each = Math.round(millis * 1_000_000);
		this.counters.merge(Counter.STATEMENTS, (long) count, Long::sum);
		this.buckets[LatencyBuckets.indexOf(each)] += count;
		this.nanos += count * each;
	}

	public void operation(String name, int count, double millis) {
		long each = Math.round(millis * 1_000_000);
		this.operations.computeIfAbsent(name, (key) -> new long[LatencyBuckets.COUNT])[LatencyBuckets
			.indexOf(each)] += count;
		this.operationNanos.merge(name, count * each, Long::sum);
	}

	public void errors(String kind, int count) {
		this.errors.merge(kind, (long) count, Long::sum);
		this.counters.merge(Counter.STATEMENT_ERRORS, (long) count, Long::sum);
	}

	public void timeouts(int count) {
		this.counters.merge(Counter.ACQUIRE_TIMEOUTS, (long) count, Long::sum);
	}

	@Override
	public void read(Function<String, Reading.Builder> readings) {
		Reading.Builder reading = readings.apply(NAME);
		this.gauges.forEach(reading::gauge);
		this.counters.forEach(reading::counter);
		this.errors.forEach(reading::errors);
		reading.statements(Latencies.of(this.buckets, this.nanos, Long.MAX_VALUE));
		this.operations.forEach((name, counts) -> reading.operation(name,
				Latencies.of(counts, this.operationNanos.getOrDefault(name, 0L), Long.MAX_VALUE)));
	}

	public History history() {
		return this.history;
	}

	public ManualClock clock() {
		return this.clock;
	}

	/**
	 * Look back.
	 * @param length how far
	 * @return the window
	 */
	public Window window(Duration length) {
		return this.history.window(NAME, length);
	}

}

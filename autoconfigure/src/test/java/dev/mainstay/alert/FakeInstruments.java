package dev.mainstay.alert;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import dev.mainstay.event.Counter;
import dev.mainstay.event.Gauge;
import dev.mainstay.event.Latencies;
import dev.mainstay.event.LatencyBuckets;
import dev.mainstay.event.Reading;
import dev.mainstay.event.ReadingSource;

/**
 * Instruments of one data source that show what they are told to.
 */
public final class FakeInstruments implements ReadingSource {

	private final String dataSource;

	private final Map<Gauge, Double> gauges = new EnumMap<>(Gauge.class);

	private final Map<Counter, Long> counters = new EnumMap<>(Counter.class);

	private Latencies statements = Latencies.NONE;

	private final Map<String, Latencies> operations = new TreeMap<>();

	private boolean silent;

	/**
	 * Create instruments that show nothing yet.
	 * @param dataSource the bean name of the data source
	 */
	public FakeInstruments(String dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Let a gauge show a value from now on.
	 * @param gauge the gauge
	 * @param value the value
	 */
	public void show(Gauge gauge, double value) {
		this.gauges.put(gauge, value);
	}

	/**
	 * Count something.
	 * @param counter the counter
	 * @param times how often it has happened
	 */
	public void count(Counter counter, long times) {
		this.counters.merge(counter, times, Long::sum);
	}

	/**
	 * Execute statements.
	 * @param operation the operation they belong to
	 * @param duration how long each takes; from a second on they are slow
	 * @param times how many
	 */
	public void execute(String operation, Duration duration, int times) {
		long[] counts = new long[LatencyBuckets.COUNT];
		counts[LatencyBuckets.indexOf(duration.toNanos())] = times;
		Latencies more = Latencies.of(counts, duration.toNanos() * times, duration.toNanos());
		this.statements = this.statements.plus(more);
		this.operations.merge(operation, more, Latencies::plus);
		count(Counter.STATEMENTS, times);
		count(Counter.SLOW_STATEMENTS, (duration.toMillis() >= 1000) ? times : 0);
	}

	/**
	 * Show nothing at all, or go on.
	 * @param silent whether to show nothing
	 */
	public void silent(boolean silent) {
		this.silent = silent;
	}

	@Override
	public void read(Function<String, Reading.Builder> readings) {
		if (this.silent) {
			return;
		}
		Reading.Builder builder = readings.apply(this.dataSource);
		this.gauges.forEach(builder::gauge);
		this.counters.forEach(builder::counter);
		builder.statements(this.statements);
		this.operations.forEach(builder::operation);
	}

}

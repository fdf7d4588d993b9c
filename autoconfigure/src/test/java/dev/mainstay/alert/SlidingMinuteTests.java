package dev.mainstay.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.LatencyBuckets;
import dev.mainstay.event.Sample;
import dev.mainstay.event.Signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link SlidingMinute}.
 */
class SlidingMinuteTests {

	private final SlidingMinute minute = new SlidingMinute();

	private Instant time = Instant.parse("2026-01-01T08:00:00Z");

	@Test
	void addsUpWhatIsCountedInTheLastMinute() {
		for (int i = 0; i < 20; i++) {
			add(Duration.ofMillis(10_003), Map.of(Signal.DEADLOCKS, 1.0), Latencies.NONE);
		}

		Sample merged = this.minute.merged();

		assertThat(merged.value(Signal.DEADLOCKS)).isEqualTo(6.0);
		assertThat(merged.length()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
	}

	@Test
	void takesTheNewestAloneIfItIsLonger() {
		add(Duration.ofMinutes(5), Map.of(Signal.CONNECTION_ERRORS_PER_MINUTE, 4.0), Latencies.NONE);
		add(Duration.ofMinutes(5), Map.of(Signal.CONNECTION_ERRORS_PER_MINUTE, 6.0), Latencies.NONE);

		assertThat(this.minute.merged().value(Signal.CONNECTION_ERRORS_PER_MINUTE)).isEqualTo(6.0);
		assertThat(this.minute.merged().length()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void weighsSharesByWhatTheyAreSharesOf() {
		Duration length = Duration.ofSeconds(10);
		add(length, Map.of(Signal.STATEMENTS, 90.0, Signal.SLOW_SHARE, 0.0, Signal.CACHE_LOOKUPS, 10.0,
				Signal.CACHE_HIT_RATIO, 100.0), Latencies.NONE);
		add(length, Map.of(Signal.STATEMENTS, 10.0, Signal.SLOW_SHARE, 100.0, Signal.CACHE_LOOKUPS, 30.0,
				Signal.CACHE_HIT_RATIO, 20.0), Latencies.NONE);
		add(length, Map.of(Signal.STATEMENTS, 0.0), Latencies.NONE);

		Sample merged = this.minute.merged();

		assertThat(merged.value(Signal.SLOW_SHARE)).isEqualTo(10.0);
		assertThat(merged.value(Signal.CACHE_HIT_RATIO)).isEqualTo(40.0);
		assertThat(merged.value(Signal.STATEMENTS)).isEqualTo(100.0);
		assertThat(merged.value(Signal.ERROR_SHARE)).isNull();
	}

	@Test
	void takesDurationsTogetherExactly() {
		Duration length = Duration.ofSeconds(10);
		add(length, Map.of(Signal.STATEMENT_MEAN, 10.0), latencies(10, 99));
		add(length, Map.of(Signal.STATEMENT_MEAN, 1000.0), latencies(1000, 1));

		Sample merged = this.minute.merged();

		assertThat(merged.value(Signal.STATEMENT_MEAN)).isCloseTo(19.9, within(0.01));
		assertThat(merged.value(Signal.STATEMENT_P95)).isCloseTo(10, within(1.0));
		assertThat(merged.value(Signal.STATEMENT_MAX)).isEqualTo(1000.0);
		assertThat(merged.operations()).hasEntrySatisfying("all", (all) -> assertThat(all.count()).isEqualTo(100));
		assertThat(merged.value(Signal.OPERATION_P95)).isCloseTo(10, within(1.0));
	}

	@Test
	void takesWhatGoesUpAndDownAsItIsNow() {
		add(Duration.ofSeconds(10), Map.of(Signal.CONNECTION_UTILIZATION, 95.0), Latencies.NONE);
		add(Duration.ofSeconds(10), Map.of(Signal.CONNECTION_UTILIZATION, 20.0), Latencies.NONE);

		assertThat(this.minute.merged().value(Signal.CONNECTION_UTILIZATION)).isEqualTo(20.0);
	}

	@Test
	void ratesAMinuteByAWholeMinute() {
		add(Duration.ofSeconds(10),
				Map.of(Signal.CONNECTION_ERRORS_PER_MINUTE, 60.0, Signal.STATEMENTS_PER_SECOND, 5.0), Latencies.NONE);

		assertThat(this.minute.merged().value(Signal.CONNECTION_ERRORS_PER_MINUTE)).isEqualTo(10.0);
		assertThat(this.minute.merged().value(Signal.STATEMENTS_PER_SECOND)).isEqualTo(5.0);
	}

	private void add(Duration length, Map<Signal, Double> signals, Latencies latencies) {
		Instant from = this.time;
		this.time = from.plus(length);
		Map<String, Latencies> operations = (latencies.count() != 0) ? Map.of("all", latencies) : Map.of();
		this.minute.add(new Sample("shop", from, this.time, signals, latencies, operations, Map.of()));
	}

	private static Latencies latencies(long millis, int times) {
		long nanos = Duration.ofMillis(millis).toNanos();
		long[] counts = new long[LatencyBuckets.COUNT];
		counts[LatencyBuckets.indexOf(nanos)] = times;
		return Latencies.of(counts, nanos * times, nanos);
	}

}

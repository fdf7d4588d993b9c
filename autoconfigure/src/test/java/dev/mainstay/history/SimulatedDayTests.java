package dev.mainstay.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.mainstay.event.Sample;
import dev.mainstay.event.Signal;
import dev.mainstay.history.analysis.Anomalies;
import dev.mainstay.history.analysis.Anomaly;
import dev.mainstay.history.analysis.ErrorPatterns;
import dev.mainstay.history.analysis.Trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for what a {@link History} says about a day that was computed beforehand: a daily
 * curve with noise, in which a trend, a peak, a burst of errors and an anomaly are
 * planted.
 */
class SimulatedDayTests {

	private static final int MINUTES = 24 * 60;

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration DAY = Duration.ofDays(1);

	private static final double TREND_PER_HOUR = 0.1;

	private static final int PEAK = 14 * 60 + 7;

	private static final int BURST = 3 * 60 + 10;

	private static final int ANOMALY = 18 * 60 + 20;

	private static final double[] utilization = new double[MINUTES];

	private static final int[] statements = new int[MINUTES];

	private static final double[] millis = new double[MINUTES];

	private static final SimulatedTime time = new SimulatedTime(DAY);

	@BeforeAll
	static void liveThroughADay() {
		Random random = new Random(42);
		for (int i = 0; i < MINUTES; i++) {
			double curve = Math.sin(2 * Math.PI * (i / 60.0 - 9) / 24);
			utilization[i] = (i == PEAK) ? 96 : Math.round(40 + 20 * curve + 2 * random.nextGaussian());
			statements[i] = (int) (3000 + 1500 * curve + 50 * random.nextGaussian());
			millis[i] = 2 + TREND_PER_HOUR * i / 60 + 0.1 * random.nextGaussian();
			if (i >= ANOMALY && i < ANOMALY + 5) {
				millis[i] *= 6;
			}
		}
		time.run(MINUTES, MINUTE, (i) -> {
			time.pool(utilization[i], 0);
			time.statements(statements[i], millis[i]);
			time.operation("Orders.find", statements[i] / 2, millis[i]);
			if (i % 97 == 0) {
				time.errors("timeout", 1);
			}
			if (i >= BURST && i < BURST + 4) {
				time.errors("deadlock", 40);
			}
		});
	}

	@Test
	void keepsEveryMinuteOfTheDay() {
		Window window = time.window(DAY);
		assertThat(window.size()).isEqualTo(MINUTES);
		assertThat(window.covered()).isEqualTo(DAY);
		assertThat(window.series(Signal.CONNECTION_UTILIZATION).values()).containsExactly(utilization, within(1e-9));
		assertThat(time.window(Duration.ofMinutes(15)).size()).isEqualTo(15);
	}

	@Test
	void showsTheLatestSample() {
		Sample current = Objects.requireNonNull(time.history().current(SimulatedTime.NAME));
		assertThat(current.to()).isEqualTo(SimulatedTime.START.plus(DAY));
		assertThat(current.value(Signal.STATEMENTS)).isEqualTo(statements[MINUTES - 1]);
		assertThat(current.value(Signal.STATEMENT_MEAN)).isCloseTo(millis[MINUTES - 1], within(1e-5));
		assertThat(current.operations()).hasEntrySatisfying("Orders.find",
				(latencies) -> assertThat(latencies.count()).isEqualTo(statements[MINUTES - 1] / 2));
	}

	@Test
	void mergesTheDayIntoFewPointsThatAddUp() {
		List<Sample> points = time.window(DAY).points(240);
		assertThat(points).hasSize(144);
		double sum = 0;
		for (int p = 0; p < points.size(); p++) {
			Sample point = points.get(p);
			assertThat(point.from()).isEqualTo(SimulatedTime.START.plus(Duration.ofMinutes(10L * p)));
			int from = 10 * p;
			double highest = Arrays.stream(utilization, from, from + 10).max().orElseThrow();
			assertThat(point.value(Signal.CONNECTION_UTILIZATION)).isCloseTo(highest, within(1e-9));
			assertThat(point.value(Signal.STATEMENT_MEAN)).isCloseTo(mean(from, from + 10), within(1e-5));
			sum += Objects.requireNonNull(point.value(Signal.STATEMENTS));
		}
		assertThat(sum).isEqualTo(Arrays.stream(statements).sum());
	}

	@Test
	void takesPercentilesFromAllStatementsOfAPoint() {
		SimulatedTime hour = new SimulatedTime(DAY);
		hour.run(60, MINUTE, (i) -> hour.statements((i == 0) ? 10_000 : 10, (i == 0) ? 1 : 100));
		List<Sample> points = hour.window(Duration.ofHours(1)).points(2);
		assertThat(points).hasSize(1);
		assertThat(points.get(0).value(Signal.STATEMENT_P50)).isCloseTo(1, within(0.07));
		assertThat(points.get(0).value(Signal.STATEMENT_P99)).isCloseTo(100, within(7.0));
		assertThat(points.get(0).value(Signal.STATEMENT_P95)).isCloseTo(100, within(7.0));
	}

	@Test
	void sumsUpEachSignal() {
		Summary used = summary(Signal.CONNECTION_UTILIZATION);
		assertThat(used.min()).isEqualTo(Arrays.stream(utilization).min().orElseThrow());
		assertThat(used.mean()).isCloseTo(Arrays.stream(utilization).average().orElseThrow(), within(1e-9));
		assertThat(used.last()).isEqualTo(utilization[MINUTES - 1]);
		assertThat(used.total()).isNull();
		Summary executed = summary(Signal.STATEMENTS);
		assertThat(executed.total()).isEqualTo(Arrays.stream(statements).sum());
		assertThat(executed.max()).isEqualTo(Arrays.stream(statements).max().orElseThrow());
		assertThat(summary(Signal.STATEMENT_MEAN).mean()).isCloseTo(mean(0, MINUTES), within(1e-5));
		assertThat(time.window(DAY).summary(Signal.CACHE_HIT_RATIO)).isNull();
	}

	@Test
	void findsThePeak() {
		Summary used = summary(Signal.CONNECTION_UTILIZATION);
		assertThat(used.max()).isEqualTo(96);
		assertThat(used.maxFrom()).isEqualTo(SimulatedTime.START.plus(Duration.ofMinutes(PEAK)));
		assertThat(used.maxTo()).isEqualTo(used.maxFrom().plus(MINUTE));
	}

	@Test
	void findsThePlantedTrend() {
		Trend trend = Trend.of(time.window(DAY).series(Signal.STATEMENT_MEAN));
		assertThat(trend.direction()).isEqualTo(Trend.Direction.RISING);
		assertThat(trend.perHour()).isCloseTo(theilSen(millis), within(0.002));
		assertThat(trend.lowest()).isPositive().isLessThan(TREND_PER_HOUR);
		assertThat(trend.highest()).isGreaterThan(TREND_PER_HOUR);
	}

	@Test
	void doesNotTakeTheCourseOfADayForATrend() {
		assertThat(Trend.of(time.window(DAY).series(Signal.CONNECTION_UTILIZATION)).direction())
			.isEqualTo(Trend.Direction.STEADY);
		assertThat(Trend.of(time.window(DAY).series(Signal.STATEMENTS_PER_SECOND)).direction())
			.isEqualTo(Trend.Direction.STEADY);
	}

	@Test
	void saysThatTenMinutesAreNoTrend() {
		assertThat(Trend.of(time.window(Duration.ofMinutes(10)).series(Signal.STATEMENT_MEAN)).direction())
			.isEqualTo(Trend.Direction.NOT_ENOUGH_DATA);
	}

	@Test
	void findsKindsHoursAndBurstsOfErrors() {
		ErrorPatterns patterns = ErrorPatterns.of(time.window(DAY), ZoneOffset.UTC);
		assertThat(patterns.total()).isEqualTo(160 + 15);
		assertThat(patterns.kinds()).extracting(ErrorPatterns.Kind::kind).containsExactly("deadlock", "timeout");
		assertThat(patterns.kinds().get(0).count()).isEqualTo(160);
		assertThat(patterns.kinds().get(0).percent()).isCloseTo(100 * 160 / 175.0, within(1e-9));
		assertThat(patterns.kinds().get(0).hours()).containsExactly(3);
		assertThat(patterns.kinds().get(1).hours()).isEmpty();
		Instant began = SimulatedTime.START.plus(Duration.ofMinutes(BURST));
		assertThat(patterns.bursts()).containsExactly(
				new ErrorPatterns.Burst(began, began.plus(Duration.ofMinutes(4)), 160, Map.of("deadlock", 160L)));
	}

	@Test
	void findsTheAnomaliesAndNothingElse() {
		List<Anomaly> anomalies = new Anomalies(time.window(DAY), ZoneOffset.UTC).find();
		assertThat(anomalies)
			.allSatisfy((anomaly) -> assertThat(anomaly.basis()).isEqualTo(Anomaly.Basis.HOURS_AROUND));
		assertThat(anomalies).extracting(Anomaly::signal)
			.containsExactlyInAnyOrder(Signal.STATEMENT_MEAN, Signal.STATEMENT_P95, Signal.CONNECTION_UTILIZATION);
		Anomaly slow = anomalies.stream()
			.filter((anomaly) -> anomaly.signal() == Signal.STATEMENT_MEAN)
			.findFirst()
			.orElseThrow();
		assertThat(slow.from()).isEqualTo(SimulatedTime.START.plus(Duration.ofMinutes(ANOMALY)));
		assertThat(slow.to()).isEqualTo(slow.from().plus(Duration.ofMinutes(5)));
		assertThat(slow.value()).isGreaterThan(20);
		assertThat(slow.usual()).isCloseTo(2 + TREND_PER_HOUR * ANOMALY / 60, within(0.1));
	}

	@Test
	void addsUpOperations() {
		assertThat(time.window(DAY).operations()).singleElement().satisfies((operation) -> {
			assertThat(operation.getKey()).isEqualTo("Orders.find");
			assertThat(operation.getValue().count())
				.isEqualTo(Arrays.stream(statements).map((count) -> count / 2).sum());
		});
	}

	private static Summary summary(Signal signal) {
		return Objects.requireNonNull(time.window(DAY).summary(signal));
	}

	private static double mean(int from, int to) {
		double sum = 0;
		double count = 0;
		for (int i = from; i < to; i++) {
			sum += statements[i] * millis[i];
			count += statements[i];
		}
		return sum / count;
	}

	// The plain definition, over all pairs of all minutes.
	private static double theilSen(double[] values) {
		double[] slopes = new double[values.length * (values.length - 1) / 2];
		int size = 0;
		for (int i = 0; i < values.length; i++) {
			for (int j = i + 1; j < values.length; j++) {
				slopes[size++] = (values[j] - values[i]) * 60 / (j - i);
			}
		}
		Arrays.sort(slopes);
		return slopes[slopes.length / 2];
	}

}

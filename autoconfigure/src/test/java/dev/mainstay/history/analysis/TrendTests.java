package dev.mainstay.history.analysis;

import java.time.Duration;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

import org.junit.jupiter.api.Test;

import dev.mainstay.event.Signal;
import dev.mainstay.history.SimulatedTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Trend}.
 */
class TrendTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@Test
	void findsRiseAndFall() {
		assertThat(trend(60, (i) -> 10 + i / 60.0)).satisfies((trend) -> {
			assertThat(trend.direction()).isEqualTo(Trend.Direction.RISING);
			assertThat(trend.perHour()).isCloseTo(1, within(1e-9));
		});
		assertThat(trend(60, (i) -> 70 - i / 2.0).direction()).isEqualTo(Trend.Direction.FALLING);
	}

	@Test
	void doesNotCallAConstantOrAMinuteChangeATrend() {
		assertThat(trend(60, (i) -> 50).direction()).isEqualTo(Trend.Direction.STEADY);
		assertThat(trend(60, (i) -> 50 + i / 60.0).direction()).isEqualTo(Trend.Direction.STEADY);
		assertThat(trend(60, (i) -> 0).direction()).isEqualTo(Trend.Direction.STEADY);
	}

	@Test
	void isNotMovedByAFewWildValues() {
		Random random = new Random(5);
		Trend trend = trend(120, (i) -> (i > 110) ? 100 : 20 + random.nextGaussian());
		assertThat(trend.perHour()).isLessThan(3);
		assertThat(trend(120, (i) -> (i % 10 == 9) ? 100 : 20 + i / 12.0).perHour()).isCloseTo(5, within(0.5));
	}

	@Test
	void needsTwelveValues() {
		assertThat(trend(11, (i) -> i).direction()).isEqualTo(Trend.Direction.NOT_ENOUGH_DATA);
		assertThat(trend(12, (i) -> i).direction()).isEqualTo(Trend.Direction.RISING);
	}

	@Test
	void seldomFindsTrendsInNoise() {
		assertThat(found(0)).isLessThanOrEqualTo(20);
	}

	@Test
	void seldomFindsTrendsInValuesThatDependOnTheOnesBefore() {
		assertThat(found(0.7)).isLessThanOrEqualTo(30);
	}

	// Of 200 series without a trend; 5 % are the promise for independent values.
	private static int found(double dependence) {
		int found = 0;
		for (int seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			double[] last = { 0 };
			Trend trend = trend(96, (i) -> {
				last[0] = dependence * last[0] + random.nextGaussian();
				return 30 + 5 * last[0];
			});
			found += (trend.direction() != Trend.Direction.STEADY) ? 1 : 0;
		}
		return found;
	}

	private static Trend trend(int minutes, IntToDoubleFunction utilization) {
		SimulatedTime time = new SimulatedTime(Duration.ofDays(1));
		time.run(minutes, MINUTE, (i) -> time.pool(utilization.applyAsDouble(i), 0));
		return Trend.of(time.window(Duration.ofDays(1)).series(Signal.CONNECTION_UTILIZATION));
	}

}

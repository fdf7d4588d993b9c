package dev.mainstay.history.analysis;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.mainstay.event.Signal;
import dev.mainstay.history.SimulatedTime;
import dev.mainstay.history.Window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for what {@link Forecast} and {@link Anomalies} say after hours and after days.
 */
class DaysTests {

	private static final int DAY = 24 * 12;

	private static final Duration STEP = Duration.ofMinutes(5);

	private final Random random = new Random(11);

	private final SimulatedTime time = new SimulatedTime(Duration.ofDays(1));

	@Test
	void saysWhenAPoolThatFillsUpDayByDayIsUsedUp() {
		Forecast forecast = Forecast.of(days(8, 5), Signal.CONNECTION_UTILIZATION, 100);

		assertThat(forecast.outcome()).isEqualTo(Forecast.Outcome.EXPECTED);
		assertThat(forecast.perHour()).isCloseTo(5 / 24.0, within(0.01));
		// The busiest hour of the last day is at 30 + 20 + 38 or so.
		double hours = (100 - forecast.level()) / forecast.perHour();
		assertThat(forecast.level()).isCloseTo(89, within(3.0));
		assertThat(Objects.requireNonNull(forecast.expected()).toHours()).isCloseTo(Math.round(hours), within(2L));
		assertThat(Objects.requireNonNull(forecast.earliest())).isLessThanOrEqualTo(forecast.expected());
	}

	@Test
	void seesNoTrendInDaysThatAreAllTheSame() {
		assertThat(Forecast.of(days(8, 0), Signal.CONNECTION_UTILIZATION, 100).outcome())
			.isEqualTo(Forecast.Outcome.NO_TREND);
	}

	@Test
	void seesNoTrendInOneBusyDay() {
		days(3, 0);
		this.time.run(DAY, STEP, (i) -> this.time.pool(60 + this.random.nextGaussian(), 0));

		assertThat(Forecast.of(window(), Signal.CONNECTION_UTILIZATION, 100).outcome())
			.isEqualTo(Forecast.Outcome.NO_TREND);
	}

	@Test
	void doesNotLookFurtherAheadThanItLooksBack() {
		assertThat(Forecast.of(days(8, 0.8), Signal.CONNECTION_UTILIZATION, 100).outcome())
			.isEqualTo(Forecast.Outcome.FAR_AWAY);
	}

	@Test
	void saysWhenAPoolThatLeaksIsUsedUp() {
		this.time.run(6 * 12, STEP, (i) -> this.time.pool(10 + 10 * i / 12.0 + this.random.nextGaussian(), 0));
		Forecast forecast = Forecast.of(window(), Signal.CONNECTION_UTILIZATION, 100);

		assertThat(forecast.outcome()).isEqualTo(Forecast.Outcome.EXPECTED);
		assertThat(forecast.perHour()).isCloseTo(10, within(0.5));
		assertThat(Objects.requireNonNull(forecast.expected())).isBetween(Duration.ofMinutes(160),
				Duration.ofMinutes(220));
	}

	@Test
	void saysThatAnHourIsNotEnough() {
		this.time.run(12, STEP, (i) -> this.time.pool(10 + i, 0));

		assertThat(Forecast.of(window(), Signal.CONNECTION_UTILIZATION, 100).outcome())
			.isEqualTo(Forecast.Outcome.NOT_ENOUGH_DATA);
	}

	@Test
	void comparesAnHourToTheSameHourOfOtherDays() {
		days(4, 0);
		this.time.run(DAY, STEP, (i) -> this.time.pool((i / 12 == 3) ? 45 : usual(i), 0));

		assertThat(new Anomalies(window(), ZoneOffset.UTC).find()).singleElement().satisfies((anomaly) -> {
			assertThat(anomaly.signal()).isEqualTo(Signal.CONNECTION_UTILIZATION);
			assertThat(anomaly.basis()).isEqualTo(Anomaly.Basis.SAME_HOUR);
			assertThat(anomaly.from()).isEqualTo(SimulatedTime.START.plus(Duration.ofHours(4 * 24 + 3)));
			assertThat(anomaly.to()).isEqualTo(anomaly.from().plus(Duration.ofHours(1)));
			assertThat(anomaly.usual()).isCloseTo(10, within(2.0));
		});
	}

	@Test
	void findsNothingUnusualInDaysThatAreAllTheSame() {
		assertThat(new Anomalies(days(5, 0), ZoneOffset.UTC).find()).isEmpty();
	}

	@Test
	void keepsHoursForTwoWeeks() {
		assertThat(days(16, 0).hours()).hasSize(14 * 24);
	}

	private Window days(int days, double growth) {
		this.time.run(days * DAY, STEP, (i) -> this.time.pool(usual(i) + growth * i / DAY, 0));
		return window();
	}

	// Busiest at three in the afternoon, quietest at three in the night.
	private double usual(int i) {
		return 30 + 20 * Math.sin(2 * Math.PI * (i / 12.0 - 9) / 24) + this.random.nextGaussian();
	}

	private Window window() {
		return this.time.window(Duration.ofDays(1));
	}

}

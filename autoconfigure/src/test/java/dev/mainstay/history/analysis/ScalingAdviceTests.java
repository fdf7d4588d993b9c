package dev.mainstay.history.analysis;

import java.time.Duration;
import java.util.function.IntConsumer;

import org.junit.jupiter.api.Test;

import dev.mainstay.history.SimulatedTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ScalingAdvice}.
 */
class ScalingAdviceTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final SimulatedTime time = new SimulatedTime(Duration.ofDays(1));

	@Test
	void asksForMoreConnectionsWhereWorkWaitsAndTheDatabaseHasTime() {
		run(1440, (i) -> {
			boolean busy = i % 10 == 0;
			this.time.pool(busy ? 100 : 60, busy ? 7 : 0);
			this.time.statements(100, 2);
			this.time.timeouts(busy ? 1 : 0);
		});
		ScalingAdvice advice = advice();

		assertThat(advice.verdict()).isEqualTo(ScalingAdvice.Verdict.TOO_SMALL);
		assertThat(advice.limit()).isEqualTo(200);
		assertThat(advice.recommended()).isEqualTo(286);
		assertThat(advice.peakUtilization()).isCloseTo(100, within(1e-9));
		assertThat(advice.waitingPercent()).isCloseTo(10, within(1e-9));
		assertThat(advice.mostWaiting()).isEqualTo(7);
		assertThat(advice.timeouts()).isEqualTo(144);
		assertThat(advice.sentence()).contains("286 connections instead of 200").contains("144 gave up");
	}

	@Test
	void pointsAtTheDatabaseWhereStatementsTakeLongerWhileThePoolIsUsedUp() {
		run(1440, (i) -> {
			boolean busy = i % 10 == 0;
			this.time.pool(busy ? 100 : 60, busy ? 7 : 0);
			this.time.statements(100, busy ? 20 : 2);
		});
		ScalingAdvice advice = advice();

		assertThat(advice.verdict()).isEqualTo(ScalingAdvice.Verdict.DATABASE_BUSY);
		assertThat(advice.recommended()).isNull();
		assertThat(advice.sentence()).contains("10.0 times as long");
	}

	@Test
	void asksForFewerConnectionsWhereMostAreNeverUsed() {
		run(1440, (i) -> this.time.pool((i == 700) ? 21 : 5, 0));
		ScalingAdvice advice = advice();

		assertThat(advice.verdict()).isEqualTo(ScalingAdvice.Verdict.TOO_LARGE);
		assertThat(advice.recommended()).isEqualTo(60);
	}

	@Test
	void doesNotCallAPoolTooLargeBeforeADayIsOver() {
		run(600, (i) -> this.time.pool(5, 0));

		assertThat(advice().verdict()).isEqualTo(ScalingAdvice.Verdict.FINE);
		assertThat(advice().sentence()).contains("Less than a day");
	}

	@Test
	void isContentWithAPoolThatFits() {
		run(1440, (i) -> this.time.pool(40 + i % 40, 0));

		assertThat(advice().verdict()).isEqualTo(ScalingAdvice.Verdict.FINE);
		assertThat(advice().sentence()).doesNotContain("Less than a day");
	}

	@Test
	void saysThatThereIsNotEnoughData() {
		run(29, (i) -> this.time.pool(100, 10));

		assertThat(advice().verdict()).isEqualTo(ScalingAdvice.Verdict.NOT_ENOUGH_DATA);
		assertThat(advice().sentence()).contains("29 windows");
	}

	private void run(int minutes, IntConsumer work) {
		this.time.run(minutes, MINUTE, work);
	}

	private ScalingAdvice advice() {
		return ScalingAdvice.of(this.time.window(Duration.ofDays(1)));
	}

}

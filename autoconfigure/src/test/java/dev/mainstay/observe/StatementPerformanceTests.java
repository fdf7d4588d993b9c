package dev.mainstay.observe;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatementPerformance}.
 */
class StatementPerformanceTests {

	private static final RecordedExecution FAST = RecordedExecution.of("orders", "select 1", 2);

	private static final RecordedExecution SLOW = RecordedExecution.of("orders", "select 1", 2_000);

	private final Fingerprints fingerprints = new Fingerprints(SqlDialect.H2);

	private final SettableClock clock = new SettableClock();

	private final StatementStatistics statistics = new StatementStatistics(100,
			new StatementObservation(Duration.ofSeconds(1)), (product) -> this.fingerprints, () -> 0, this.clock);

	private final StatementPerformance performance = new StatementPerformance(this.statistics, this.clock);

	@Test
	void tellsWhatHasJustHappened() {
		this.statistics.completed(FAST);
		this.statistics.completed(SLOW);
		this.statistics.completed(FAST.withError(new SQLException("no", "42001")));

		RecentStatements recent = this.performance.of("orders");
		assertThat(recent.mean()).isEqualTo(Duration.ofMillis(668));
		assertThat(recent.slow()).isOne();
		assertThat(recent.errorsPerHour()).isEqualTo(1);
	}

	@Test
	void countsNothingTwice() {
		this.statistics.completed(SLOW);
		for (int i = 0; i < 5; i++) {
			this.performance.of("orders");
			this.clock.pass(Duration.ofMinutes(1));
			this.performance.look();
		}
		assertThat(this.performance.of("orders").slow()).isOne();
	}

	@Test
	void forgetsTheMeanAfterAnHourAndSlowOnesAfterADay() {
		this.statistics.completed(SLOW);
		pass(Duration.ofHours(2));
		assertThat(this.performance.of("orders").mean()).isNull();
		assertThat(this.performance.of("orders").slow()).isOne();

		this.statistics.completed(FAST);
		assertThat(this.performance.of("orders").mean()).isEqualTo(Duration.ofMillis(2));

		pass(Duration.ofHours(23));
		assertThat(this.performance.of("orders").slow()).isZero();
	}

	@Test
	void averagesErrorsOverTheTimeSinceTheStart() {
		for (int i = 0; i < 12; i++) {
			this.statistics.completed(FAST.withError(new SQLException("no", "42001")));
		}
		assertThat(this.performance.of("orders").errorsPerHour()).isEqualTo(12);
		pass(Duration.ofHours(4));
		assertThat(this.performance.of("orders").errorsPerHour()).isEqualTo(3);
		pass(Duration.ofHours(21));
		assertThat(this.performance.of("orders").errorsPerHour()).isZero();
	}

	@Test
	void survivesAClockThatGoesBackwards() {
		this.statistics.completed(SLOW);
		this.performance.of("orders");
		this.clock.pass(Duration.ofHours(-3));
		this.statistics.completed(SLOW);
		this.performance.look();
		assertThat(this.performance.of("orders").slow()).isEqualTo(2);
	}

	@Test
	void forgetsThoughTheClockWasFarAheadOnce() {
		this.clock.pass(Duration.ofDays(365));
		this.statistics.completed(SLOW);
		this.performance.of("orders");

		this.clock.pass(Duration.ofDays(-365));
		this.statistics.completed(SLOW);
		assertThat(this.performance.of("orders").slow()).isOne();

		pass(Duration.ofHours(25));
		assertThat(this.performance.of("orders").slow()).isZero();
		assertThat(this.performance.of("orders").mean()).isNull();
	}

	@Test
	void knowsNothingOfADataSourceThatWasNotUsed() {
		assertThat(this.performance.of("stock")).isEqualTo(new RecentStatements(null, 0, 0));
	}

	private void pass(Duration duration) {
		for (long minute = 0; minute < duration.toMinutes(); minute++) {
			this.clock.pass(Duration.ofMinutes(1));
			this.performance.look();
		}
	}

	/**
	 * A clock that stands still until it is moved.
	 */
	private static final class SettableClock extends Clock {

		private Instant now = Instant.parse("2026-03-01T08:00:00Z");

		void pass(Duration duration) {
			this.now = this.now.plus(duration);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}

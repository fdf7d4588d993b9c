package dev.mainstay.transaction;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

import dev.mainstay.failure.FailureKind;
import dev.mainstay.operation.Operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UnitRunner}. A line that does not move would keep a test for an hour,
 * so the timeouts only tell that it is stuck.
 */
@Timeout(60)
class UnitRunnerTests {

	private final AtomicLong nanos = new AtomicLong();

	private final List<GiveUpReason> reasons = new ArrayList<>();

	private Duration pause = Duration.ZERO;

	private final UnitRunner runner = new UnitRunner(this.nanos::get, Clock.systemUTC(),
			(millis) -> this.nanos.addAndGet(this.pause.toNanos()), () -> List.of(new Reasons()), List::of);

	@Test
	void aUnitInsideAnotherOneOfTheSameNameDoesNotWaitForItself() throws SQLException {
		Turnstile line = new Turnstile(TimeUnit.HOURS.toNanos(5));
		UnitOfWork outer = unit(line);
		UnitOfWork inner = unit(line);
		AtomicInteger attempts = new AtomicInteger();
		line.conflicted();

		int result = this.runner.<Integer, SQLException>run(outer, () -> this.runner.run(inner, () -> {
			if (attempts.incrementAndGet() == 1) {
				throw deadlock();
			}
			return attempts.get();
		}));

		assertThat(result).isEqualTo(2);
	}

	@Test
	void noAttemptBeginsAfterTheDeadline() {
		this.pause = Duration.ofSeconds(31);
		AtomicInteger attempts = new AtomicInteger();

		assertThatExceptionOfType(PSQLException.class).isThrownBy(() -> this.runner.run(unit(new Turnstile(0)), () -> {
			attempts.incrementAndGet();
			throw deadlock();
		}));

		assertThat(attempts).hasValue(1);
		assertThat(this.reasons).containsExactly(GiveUpReason.DEADLINE);
	}

	@Test
	void newUnitsDoNotStandStillBehindASlowOne() {
		Turnstile line = new Turnstile(TimeUnit.MILLISECONDS.toNanos(5));
		line.conflicted();
		Lock turn = CompletableFuture.supplyAsync(() -> line.takeTurn(TimeUnit.HOURS.toNanos(1))).join();

		String result = this.runner.<String, RuntimeException>run(unit(line), () -> "quick");

		assertThat(turn).isNotNull();
		assertThat(result).isEqualTo("quick");
	}

	private static UnitOfWork unit(Turnstile line) {
		RetryRule rule = new RetryRule(3, 5, Duration.ofMillis(1), 1, Duration.ofMillis(1), Duration.ofSeconds(30),
				Set.of(), true);
		return new UnitOfWork(new Operation("menu", "menu"), true, List.of(), true, rule, new RetryBudget(0.1, 50),
				line, (error) -> true);
	}

	private static SQLException deadlock() {
		return new PSQLException("deadlock", PSQLState.DEADLOCK_DETECTED);
	}

	/**
	 * Writes down why units are given up.
	 */
	private final class Reasons implements UnitListener {

		@Override
		public void gaveUp(String operation, FailureKind kind, int attempts, GiveUpReason reason) {
			UnitRunnerTests.this.reasons.add(reason);
		}

	}

}

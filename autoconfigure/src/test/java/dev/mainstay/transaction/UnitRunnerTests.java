package dev.mainstay.transaction;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

import org.junit.jupiter.api.Test;

import dev.mainstay.failure.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link UnitRunner}.
 */
class UnitRunnerTests {

	private static RetrySettings settings(Duration deadline) {
		return new RetrySettings() {
			@Override
			public int maxAttempts() {
				return 3;
			}

			@Override
			public int deadlockMaxAttempts() {
				return 5;
			}

			@Override
			public Duration baseDelay() {
				return Duration.ofMillis(1);
			}

			@Override
			public double multiplier() {
				return 1;
			}

			@Override
			public Duration maxDelay() {
				return Duration.ofMillis(1);
			}

			@Override
			public Duration deadline() {
				return deadline;
			}
		};
	}

	private static UnitRunner runner() {
		return new UnitRunner(System::nanoTime, Clock.systemUTC(), (millis) -> Thread.sleep(millis), List::of,
				List::of);
	}

	private static SQLException deadlock() {
		return new org.postgresql.util.PSQLException("deadlock", org.postgresql.util.PSQLState.DEADLOCK_DETECTED);
	}

	// An operation name shared by an orchestrating method and a unit inside of it
	@Test
	void aUnitInsideAnotherOneOfTheSameNameDoesNotWaitForItself() throws Exception {
		UnitsOfWork units = new UnitsOfWork(settings(Duration.ofSeconds(60)), RetryScope.ALL, new RetryBudget(0.1, 50));
		UnitOfWork outer = units.named("menu", RetryRule.of(settings(Duration.ofSeconds(60)), true));
		UnitOfWork inner = units.named("menu", RetryRule.of(settings(Duration.ofSeconds(60)), true));
		UnitRunner runner = runner();
		inner.turnstile().conflicted(); // somebody of that operation tries again
		long start = System.nanoTime();
		int[] attempts = new int[1];
		runner.<String, Exception>run(outer, () -> runner.run(inner, () -> {
			if (++attempts[0] == 1) {
				throw deadlock();
			}
			return "done";
		}));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
	}

	// An attempt begins after the deadline, because the wait for the turn used it up
	@Test
	void noAttemptBeginsAfterTheDeadline() throws Exception {
		UnitsOfWork units = new UnitsOfWork(settings(Duration.ofSeconds(1)), RetryScope.ALL, new RetryBudget(0.1, 50));
		UnitOfWork unit = units.named("menu", RetryRule.of(settings(Duration.ofSeconds(1)), true));
		CountDownLatch done = new CountDownLatch(1);
		CountDownLatch held = new CountDownLatch(1);
		Runnable other = () -> {
			unit.turnstile().conflicted();
			Lock lock = unit.turnstile().takeTurn(TimeUnit.SECONDS.toNanos(5));
			held.countDown();
			try {
				done.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			if (lock != null) {
				lock.unlock();
			}
			unit.turnstile().settled();
		};
		int[] attempts = new int[1];
		long[] begun = new long[1];
		long start = System.nanoTime();
		// first attempt is under way before the other one's turn
		catchThrowable(() -> runner().<String, Exception>run(unit, () -> {
			if (++attempts[0] == 1) {
				CompletableFuture.runAsync(other);
				if (!held.await(3, TimeUnit.SECONDS)) {
					throw new IllegalStateException("not held");
				}
				throw deadlock();
			}
			begun[0] = System.nanoTime() - start;
			return "done";
		}));
		done.countDown();
		assertThat(Duration.ofNanos(begun[0])).isPositive().isLessThan(Duration.ofSeconds(1));
	}

	// One slow unit and one conflict stop all others of that operation
	@Test
	void newUnitsDoNotStandStillBehindASlowOne() throws Exception {
		UnitsOfWork units = new UnitsOfWork(settings(Duration.ofSeconds(60)), RetryScope.ALL, new RetryBudget(0.1, 50));
		UnitOfWork unit = units.named("menu", RetryRule.of(settings(Duration.ofSeconds(60)), true));
		UnitRunner runner = runner();
		unit.turnstile().conflicted(); // a conflict somewhere
		CountDownLatch slowRuns = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		CompletableFuture.runAsync(() -> runner.run(unit, () -> {
			slowRuns.countDown();
			try {
				done.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return "slow report";
		}));
		slowRuns.await();
		CompletableFuture.runAsync(() -> {
			Lock turn = unit.turnstile().takeTurn(TimeUnit.SECONDS.toNanos(5));
			if (turn != null) {
				turn.unlock();
			}
		});
		Thread.sleep(200);
		long start = System.nanoTime();
		runner.run(unit, () -> "quick");
		long took = System.nanoTime() - start;
		done.countDown();
		assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(1));
		assertThat(Set.of(FailureKind.values())).isNotEmpty();
	}

}

package dev.mainstay.admission.breaker;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.admission.CircuitOpenException;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.datasource.RefusedException;
import dev.mainstay.failure.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Breaker}, with a clock that is standing.
 */
@ExtendWith(OutputCaptureExtension.class)
class BreakerTests {

	private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

	private static final Connection CONNECTION = (Connection) Proxy.newProxyInstance(
			BreakerTests.class.getClassLoader(), new Class<?>[] { Connection.class },
			(proxy, method, arguments) -> null);

	private final AtomicLong time = new AtomicLong(System.nanoTime());

	private final FakeTarget target = new FakeTarget();

	private final AtomicInteger asked = new AtomicInteger();

	private final Breaker breaker = breaker(5, Duration.ofSeconds(60));

	@Test
	void opensWhenAttemptsToConnectFailOneAfterTheOther() {
		failToConnect(4);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);

		failToConnect(1);

		assertThat(this.breaker.snapshot())
			.isEqualTo(new BreakerSnapshot(BreakerState.OPEN, NOW, 1, 0, FailureKind.CANNOT_CONNECT));
	}

	@Test
	void refusesWithoutAskingThePool() {
		failToConnect(5);

		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(this::borrow)
			.withMessageStartingWith("No connection of 'main': the database has been away since 2026-05-01T12:00:00Z")
			.satisfies((error) -> {
				assertThat(error.getSQLState()).isEqualTo(RefusedException.CIRCUIT_OPEN);
				assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(1));
				assertThat(error.getCause()).hasMessage("Connection to db:5432 refused");
			});
		assertThat(this.asked).hasValue(0);
		assertThat(this.breaker.snapshot().refusals()).isOne();
	}

	@Test
	void keepsSecretsOutOfTheCause() {
		for (int i = 0; i < 5; i++) {
			this.breaker.connectFailed(new SQLException("Cannot connect to jdbc:x://db?password=hunter2", "08001",
					new IllegalStateException("password=hunter2")));
		}

		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(this::borrow)
			.satisfies((error) -> assertThat(trace(error)).contains("password=***").doesNotContain("hunter2"));
	}

	@Test
	void anAttemptThatSucceedsCountsAgainstThoseThatFail() {
		for (int i = 0; i < 10; i++) {
			failToConnect(4);
			this.breaker.connected();
		}

		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
		assertThat(this.breaker.snapshot().trips()).isZero();
	}

	@Test
	void staysClosedWhileThePoolHasConnectionsThatMayBeAlive() {
		this.target.empty = false;
		failToConnect(100);
		pass(Duration.ofMinutes(1));

		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
		assertThat(this.target.probes).hasValue(0);
		assertThat(this.target.suspicions).hasValue(100);
	}

	@Test
	void opensIfAConnectionWasFoundDeadAndNoneAnswered() {
		this.target.empty = false;
		this.breaker.lost();
		failToConnect(5);

		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
	}

	@Test
	void staysClosedIfAConnectionAnsweredAfterOneWasFoundDead() throws SQLException {
		this.target.empty = false;
		this.breaker.lost();
		borrow();
		failToConnect(100);

		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void aConnectionThatWasLentBeforeTheFirstFailureSaysNothing() throws SQLException {
		this.breaker.borrow(() -> {
			this.breaker.lost();
			return CONNECTION;
		});
		this.target.empty = false;
		failToConnect(5);

		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
	}

	@Test
	void aProbeDecidesASecondAfterAFailure() {
		failToConnect(1);
		pass(Duration.ofMillis(900));
		assertThat(this.target.probes).hasValue(0);

		pass(Duration.ofMillis(200));

		assertThat(this.target.probes).hasValue(1);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
	}

	@Test
	void aFailureThatPassesOpensNothing() {
		this.target.probe = () -> {
		};
		failToConnect(4);
		pass(Duration.ofSeconds(2));
		failToConnect(4);

		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
		assertThat(this.breaker.snapshot().trips()).isZero();
	}

	@Test
	void probesEverMoreSeldomButAtLeastATwelfthOfTheResetTimeout() {
		failToConnect(5);
		List<Integer> probes = new ArrayList<>();
		for (int second = 1; second <= 17; second++) {
			int before = this.target.probes.get();
			pass(Duration.ofSeconds(1));
			if (this.target.probes.get() > before) {
				probes.add(second);
			}
		}

		assertThat(probes).containsExactly(1, 3, 7, 12, 17);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
		assertThat(this.breaker.snapshot().trips()).isOne();
	}

	@Test
	void oneProbeThatSucceedsClosesIt(CapturedOutput output) throws SQLException {
		failToConnect(5);
		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(this::borrow);
		this.target.probe = () -> {
		};
		pass(Duration.ofSeconds(1));

		assertThat(borrow()).isSameAs(CONNECTION);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
		assertThat(this.target.probes).hasValue(1);
		assertThat(output.getOut().lines().filter((line) -> line.contains("Circuit breaker of 'main'")))
			.satisfiesExactly(
					(line) -> assertThat(line).contains("WARN")
						.contains("is open: 5 attempts to connect to db:5432 failed")
						.contains("Connection to db:5432 refused"),
					(line) -> assertThat(line).contains("INFO").contains("in which 1 callers were refused"));
	}

	@Test
	void closesIfThePoolItselfOpensAConnection() throws SQLException {
		failToConnect(5);
		this.breaker.connected();

		assertThat(borrow()).isSameAs(CONNECTION);
		assertThat(this.target.probes).hasValue(0);
	}

	@Test
	void aServerThatTakesNoFurtherConnectionsIsNotAway() {
		for (int i = 0; i < 100; i++) {
			this.breaker.connectFailed(new SQLException("sorry, too many clients already", "53300"));
			this.breaker.connectFailed(new SQLException("password authentication failed", "28P01"));
		}
		// Only one of those who wait is told what the pool knows.
		failToBorrow(poolTimeout(null), 100);

		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
		failToConnect(5);
		this.target.probe = () -> {
			throw new SQLException("sorry, too many clients already", "53300");
		};
		pass(Duration.ofSeconds(1));
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void countsTimeoutsOfAPoolWithoutConnections() {
		failToBorrow(poolTimeout(FakeTarget.refused()), 4);
		failToBorrow(poolTimeout(null), 1);

		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(this::borrow)
			.satisfies((error) -> assertThat(error.getCause()).hasMessage("Connection to db:5432 refused"));
	}

	@Test
	void doesNotCountTimeoutsOfAPoolWithConnections() {
		this.target.empty = false;
		failToBorrow(poolTimeout(null), 100);
		failToBorrow(poolTimeout(FakeTarget.refused()), 100);

		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void doesNotCountRefusalsAndOtherErrors() {
		failToBorrow(new RefusedException("busy", RefusedException.OVERLOADED, Duration.ofSeconds(1), null) {
		}, 100);
		failToBorrow(new SQLException("duplicate key", "23505"), 100);
		failToBorrow(new SQLException("Interrupted during connection acquisition", new InterruptedException()), 100);

		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void aCallerWaitsForTheVerdictOutsideOfThePool() throws InterruptedException {
		this.target.started = true;
		failToConnect(4);
		Caller caller = new Caller();
		caller.start();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> caller.getState() == Thread.State.TIMED_WAITING);

		failToConnect(1);

		caller.join(10_000);
		assertThat(caller.error).isInstanceOf(CircuitOpenException.class);
		assertThat(this.asked).hasValue(0);
	}

	@Test
	void neverProbesTwiceAtTheSameTime() throws Exception {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicBoolean away = new AtomicBoolean(true);
		this.target.probe = () -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			Thread.yield();
			running.decrementAndGet();
			if (away.get()) {
				throw FakeTarget.refused();
			}
		};
		AtomicBoolean stopped = new AtomicBoolean();
		AtomicInteger unexpected = new AtomicInteger();
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			int number = i;
			Thread thread = new Thread(() -> {
				try {
					start.await();
					while (!stopped.get()) {
						act(number, away, unexpected);
					}
				}
				catch (InterruptedException ex) {
					unexpected.incrementAndGet();
				}
			});
			threads.add(thread);
			thread.start();
		}
		start.countDown();
		for (int i = 0; i < 20; i++) {
			away.set(true);
			await(BreakerState.OPEN);
			away.set(false);
			await(BreakerState.CLOSED);
		}
		stopped.set(true);
		for (Thread thread : threads) {
			thread.join(10_000);
		}

		assertThat(most).hasValue(1);
		assertThat(unexpected).hasValue(0);
		assertThat(this.breaker.snapshot().trips()).isGreaterThanOrEqualTo(20);
		this.breaker.connected();
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	// Some borrow, some connect for the pool, some maintain.
	private void act(int number, AtomicBoolean away, AtomicInteger unexpected) {
		try {
			switch (number % 3) {
				case 0 -> this.breaker.borrow(() -> {
					if (away.get()) {
						throw poolTimeout(FakeTarget.refused());
					}
					return CONNECTION;
				});
				case 1 -> {
					if (away.get()) {
						this.breaker.connectFailed(FakeTarget.refused());
					}
				}
				default -> {
					this.time.addAndGet(Duration.ofMillis(1).toNanos());
					this.breaker.probe();
				}
			}
		}
		catch (SQLException ex) {
			boolean known = ex instanceof CircuitOpenException
					|| String.valueOf(ex.getMessage()).contains("Connection is not available");
			unexpected.addAndGet(known ? 0 : 1);
		}
		catch (RuntimeException ex) {
			unexpected.incrementAndGet();
		}
	}

	private void await(BreakerState state) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(1))
			.until(() -> this.breaker.state() == state);
	}

	private Breaker breaker(int threshold, Duration resetTimeout) {
		return new Breaker("main", new BreakerSettings() {

			@Override
			public int failureThreshold() {
				return threshold;
			}

			@Override
			public Duration resetTimeout() {
				return resetTimeout;
			}

		}, this.target, Clock.fixed(NOW, ZoneOffset.UTC), this.time::get);
	}

	private Connection borrow() throws SQLException {
		return this.breaker.borrow(() -> {
			this.asked.incrementAndGet();
			return CONNECTION;
		});
	}

	private void failToConnect(int times) {
		for (int i = 0; i < times; i++) {
			this.breaker.connectFailed(FakeTarget.refused());
		}
	}

	private void failToBorrow(SQLException error, int times) {
		ConnectionSource source = () -> {
			throw error;
		};
		for (int i = 0; i < times; i++) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.breaker.borrow(source)).isSameAs(error);
		}
	}

	private static SQLException poolTimeout(@Nullable SQLException cause) {
		return new SQLTransientConnectionException(
				"HikariPool-1 - Connection is not available, request timed out after "
						+ "30000ms (total=0, active=0, idle=0, waiting=0)",
				(cause != null) ? cause.getSQLState() : null, cause);
	}

	private void pass(Duration duration) {
		this.time.addAndGet(duration.toNanos());
		this.breaker.probe();
	}

	private static String trace(Throwable error) {
		StringWriter text = new StringWriter();
		error.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	/**
	 * A caller on a thread of its own.
	 */
	private final class Caller extends Thread {

		private volatile @Nullable Exception error;

		@Override
		public void run() {
			try {
				borrow();
			}
			catch (Exception ex) {
				this.error = ex;
			}
		}

	}

}

package dev.mainstay.pool.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.TestPools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DatabaseProbe}.
 */
class DatabaseProbeTests {

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

	private final AtomicInteger asked = new AtomicInteger();

	// As nanoTime may be: negative, and close to its end.
	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

	@Test
	void keepsGoodAnswerForInterval() {
		DatabaseProbe probe = probe(() -> TestPools.connection(true));

		assertThat(probe.check(false).reachable()).isTrue();
		advance(Duration.ofSeconds(30).minusNanos(1));
		ProbeResult kept = probe.check(false);

		assertThat(this.asked).hasValue(1);
		assertThat(kept.checkedAt()).isEqualTo(NOW);
		advance(Duration.ofNanos(1));
		probe.check(false);
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void asksAgainWhenForced() {
		DatabaseProbe probe = probe(() -> TestPools.connection(true));

		probe.check(false);
		probe.check(true);

		assertThat(this.asked).hasValue(2);
	}

	@Test
	void keepsBadAnswerNoLongerThanQuestionMayTake() {
		DatabaseProbe probe = probe(() -> {
			if (this.asked.get() == 1) {
				throw new SQLException("Connection refused", "08001");
			}
			return TestPools.connection(true);
		});

		assertThat(probe.check(false)).satisfies((result) -> {
			assertThat(result.reachable()).isFalse();
			assertThat(result.note()).isEqualTo("Connection refused");
		});
		advance(Duration.ofSeconds(1).minusNanos(1));
		assertThat(probe.check(false).reachable()).isFalse();
		advance(Duration.ofNanos(1));

		assertThat(probe.check(false).reachable()).isTrue();
	}

	@Test
	void isDownWhenTestOfConnectionFails() {
		DatabaseProbe probe = probe(() -> TestPools.connection(false));

		assertThat(probe.check(false).reachable()).isFalse();
	}

	@Test
	void tellsNoSecretOfFailure() {
		DatabaseProbe probe = probe(() -> {
			throw new IllegalStateException("jdbc:x://host/db?user=me&password=hunter2 is bad");
		});

		assertThat(probe.check(false).note()).doesNotContain("hunter2");
	}

	@Test
	void asksAgainAfterQuestionDiedOfError() {
		DatabaseProbe probe = new DatabaseProbe(pool(() -> {
			if (this.asked.get() == 1) {
				throw new NoClassDefFoundError("com/example/Missing");
			}
			return TestPools.connection(true);
		}), settings(), DatabaseProbeTests::swallowing, clock(), this.nanos::get);

		assertThat(probe.check(false).reachable()).isFalse();

		assertThat(probe.check(true).reachable()).isTrue();
	}

	@Test
	void asksAgainAfterNoThreadCouldBeHad() {
		AtomicInteger attempts = new AtomicInteger();
		DatabaseProbe probe = new DatabaseProbe(pool(() -> TestPools.connection(true)), settings(), (task) -> {
			if (attempts.incrementAndGet() == 1) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			task.run();
		}, clock(), this.nanos::get);

		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> probe.check(true));

		assertThat(probe.check(true).reachable()).isTrue();
	}

	@Test
	void givesUpAQuestionThatHangsButNotWithoutEnd() {
		Queue<Runnable> started = new ArrayDeque<>();
		DatabaseProbe probe = new DatabaseProbe(pool(() -> TestPools.connection(true)), settings(), started::add,
				clock(), this.nanos::get);

		for (int i = 0; i < 10; i++) {
			advance(Duration.ofSeconds(11));
			assertThat(probe.check(true).reachable()).isFalse();
		}
		assertThat(started).hasSize(3);

		started.remove().run();
		assertThat(probe.check(false).note()).isEqualTo("no answer so far");
		started.forEach(Runnable::run);
		assertThat(probe.check(false).reachable()).isTrue();
	}

	@Test
	void answersAtOnceWhileLongQuestionIsUnderWay() {
		Queue<Runnable> started = new ArrayDeque<>();
		DatabaseProbe probe = new DatabaseProbe(pool(() -> TestPools.connection(true)),
				settings(Duration.ofSeconds(30), Duration.ofMillis(50)), started::add, clock(), this.nanos::get);

		assertThat(probe.check(false).note()).isEqualTo("no answer so far");
		advance(Duration.ofSeconds(5));
		assertThat(probe.check(true)).satisfies((result) -> {
			assertThat(result.reachable()).isFalse();
			assertThat(result.responseTime()).isEqualTo(Duration.ofSeconds(5));
		});
		assertThat(started).hasSize(1);

		started.remove().run();
		assertThat(probe.check(false).reachable()).isTrue();
		assertThat(started).isEmpty();
	}

	@Test
	void asksOnceForAllWhoAskAtTheSameTime() throws Exception {
		CountDownLatch answer = new CountDownLatch(1);
		ExecutorService callers = Executors.newFixedThreadPool(20);
		try (DatabaseProbes probes = new DatabaseProbes(settings(Duration.ofSeconds(30), Duration.ofSeconds(10)),
				clock(), System::nanoTime, new CustomizableThreadFactory("db-health-test-"))) {
			DatabaseProbe probe = probes.of(pool(() -> {
				answer.await(10, TimeUnit.SECONDS);
				return TestPools.connection(true);
			}));
			AtomicInteger arrived = new AtomicInteger();
			List<Future<ProbeResult>> results = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				results.add(callers.submit(() -> {
					arrived.incrementAndGet();
					return probe.check(true);
				}));
			}
			Awaitility.await().until(() -> arrived.get() == 20 && this.asked.get() == 1);
			assertThat(threads("db-health-test-")).isOne();
			answer.countDown();

			for (Future<ProbeResult> result : results) {
				assertThat(result.get(10, TimeUnit.SECONDS).reachable()).isTrue();
			}
			// A caller that came late, after the answer, may have asked once more.
			assertThat(this.asked.get()).isLessThanOrEqualTo(2);
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	void leavesNoTraceInCountersOfPool() {
		ManagedPool pool = pool(() -> TestPools.connection(true));
		new DatabaseProbe(pool, settings(), Runnable::run, clock(), this.nanos::get).check(false);

		assertThat(pool.events().count(ConnectionEvent.CREATED)).isZero();
		assertThat(pool.events().count(ConnectionEvent.CLOSED)).isZero();
	}

	private DatabaseProbe probe(Callable<Connection> connections) {
		return new DatabaseProbe(pool(connections), settings(), Runnable::run, clock(), this.nanos::get);
	}

	private ManagedPool pool(Callable<Connection> connections) {
		return TestPools.pool("orders", () -> {
			this.asked.incrementAndGet();
			return connections.call();
		});
	}

	private void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	private static void swallowing(Runnable task) {
		try {
			task.run();
		}
		catch (NoClassDefFoundError ex) {
			// What a thread does with it.
		}
	}

	private static long threads(String prefix) {
		return Thread.getAllStackTraces().keySet().stream().filter((it) -> it.getName().startsWith(prefix)).count();
	}

	private static Clock clock() {
		return Clock.fixed(NOW, ZoneOffset.UTC);
	}

	private static ProbeSettings settings() {
		return settings(Duration.ofSeconds(30), Duration.ofSeconds(1));
	}

	private static ProbeSettings settings(Duration interval, Duration timeout) {
		return new ProbeSettings() {

			@Override
			public Duration interval() {
				return interval;
			}

			@Override
			public Duration timeout() {
				return timeout;
			}

		};
	}

}

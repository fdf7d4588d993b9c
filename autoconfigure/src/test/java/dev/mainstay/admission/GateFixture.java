package dev.mainstay.admission;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gate with callers on threads of their own and a clock that is standing.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
abstract class GateFixture {

	static final long MILLISECOND = Duration.ofMillis(1).toNanos();

	final AtomicLong time = new AtomicLong(System.nanoTime());

	final AtomicInteger size = new AtomicInteger(2);

	final AtomicLong poolTimeout = new AtomicLong(30_000);

	final Map<Thread, Integer> held = new ConcurrentHashMap<>();

	final Settings settings = new Settings();

	final Queue<PoolOverloadedException> refusals = new ConcurrentLinkedQueue<>();

	final Gate gate = new Gate("main", this.settings, limits(), this.size::get, this.poolTimeout::get, new Held(),
			(dataSource, error) -> this.refusals.add(error), this.time::get);

	final List<Caller> callers = new ArrayList<>();

	List<SegmentLimits> limits() {
		return List.of();
	}

	@AfterEach
	void stop() throws InterruptedException {
		for (Caller caller : this.callers) {
			caller.thread.interrupt();
			caller.thread.join(10_000);
			assertThat(caller.thread.isAlive()).isFalse();
		}
		assertThat(this.gate.isConsistent()).isTrue();
		assertThat(this.gate.waiting()).isZero();
	}

	// The exceptions are lists as well, which is not what is meant.
	static AbstractThrowableAssert<?, ? extends Throwable> assertThatError(@Nullable Throwable error) {
		return assertThat(error);
	}

	// Steps follow each other by the hundred.
	static ConditionFactory await() {
		return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofNanos(100_000));
	}

	void fill() {
		call(false).awaitEntered();
		call(false).awaitEntered();
	}

	// The one who has had a permit for longest gives it back.
	void serve(int milliseconds) {
		advance(milliseconds);
		this.callers.stream().filter((caller) -> caller.entered && !caller.left).findFirst().orElseThrow().leave();
		await().until(() -> this.callers.stream()
			.filter((caller) -> caller.entered && !caller.left)
			.count() == this.gate.snapshot().inUse());
	}

	// Somebody waits, and a permit comes back each so many milliseconds.
	void drainEach(int milliseconds) {
		for (int i = 0; i < 50; i++) {
			call(false);
			awaitWaiting(1);
			serve(milliseconds);
		}
	}

	// Who leaves the queue is followed by another one for more than a second.
	void stand(int milliseconds) {
		int waiting = this.gate.waiting();
		for (int passed = 0; passed <= 1100; passed += milliseconds) {
			call(false);
			awaitWaiting(waiting + 1);
			serve(milliseconds);
		}
	}

	void advance(long milliseconds) {
		this.time.addAndGet(milliseconds * MILLISECOND);
	}

	void wakeAll() {
		this.callers.forEach((caller) -> LockSupport.unpark(caller.thread));
	}

	void awaitWaiting(int count) {
		await().until(() -> this.gate.waiting() == count);
		assertThat(this.gate.isConsistent()).isTrue();
	}

	Caller call(boolean request) {
		return start(new Caller(request));
	}

	Caller call(boolean request, String... segments) {
		return start(new Caller(request, segments));
	}

	Caller callNested(String... segments) {
		Caller caller = new Caller(true, segments);
		this.held.put(caller.thread, 1);
		return start(caller);
	}

	Caller start(Caller caller) {
		this.callers.add(caller);
		caller.thread.start();
		return caller;
	}

	/**
	 * Somebody who wants a permit, and keeps it until he is told.
	 */
	final class Caller {

		private final CountDownLatch done = new CountDownLatch(1);

		final Thread thread;

		volatile boolean entered;

		volatile @Nullable SQLException error;

		volatile boolean interrupted;

		volatile boolean left;

		volatile @Nullable Segment segment;

		Caller(boolean request, String... preferred) {
			this.thread = new Thread(() -> run(request, List.of(preferred)));
			this.thread.setDaemon(true);
		}

		private void run(boolean request, List<String> preferred) {
			Segment chosen = GateFixture.this.gate.choose(preferred);
			this.segment = chosen;
			WorkScope scope = request ? WorkScope.open(WorkKind.REQUEST, () -> null) : null;
			try {
				GateFixture.this.gate.enter(chosen);
				this.entered = true;
				this.done.await();
			}
			catch (SQLException ex) {
				this.interrupted = Thread.currentThread().isInterrupted();
				this.error = ex;
			}
			catch (InterruptedException ex) {
				this.interrupted = true;
			}
			finally {
				if (scope != null) {
					scope.close();
				}
				if (this.entered) {
					GateFixture.this.gate.leave(chosen);
				}
				this.left = true;
			}
		}

		boolean isIn(String name) {
			Segment known = this.segment;
			return known != null && known.name().equals(name);
		}

		boolean isWaiting() {
			return !this.entered && this.error == null;
		}

		void awaitEntered() {
			await().until(() -> this.entered);
		}

		void awaitError() {
			await().until(() -> this.error != null);
		}

		void leave() {
			this.done.countDown();
			await().until(() -> this.left);
		}

	}

	/**
	 * What the test says that threads have.
	 */
	final class Held implements Holders {

		@Override
		public int heldBy(Set<Thread> threads) {
			return threads.stream().mapToInt((thread) -> GateFixture.this.held.getOrDefault(thread, 0)).sum();
		}

		@Override
		public @Nullable String operationOf(Thread thread) {
			return GateFixture.this.held.containsKey(thread) ? "Outer.work" : null;
		}

	}

	/**
	 * The defaults, which a test may change.
	 */
	static final class Settings implements AdmissionSettings {

		AdmissionPolicy policy = AdmissionPolicy.CODEL;

		Shedding shed = Shedding.REQUESTS;

		int maxQueue = 10_000;

		int nestedReserve;

		double lentShare = 0.8;

		Duration target = Duration.ofMillis(100);

		Duration interval = Duration.ofSeconds(1);

		@Override
		public AdmissionPolicy policy() {
			return this.policy;
		}

		@Override
		public Shedding shed() {
			return this.shed;
		}

		@Override
		public int maxQueue() {
			return this.maxQueue;
		}

		@Override
		public Duration target() {
			return this.target;
		}

		@Override
		public Duration interval() {
			return this.interval;
		}

		@Override
		public Duration maxWait() {
			return Duration.ofSeconds(5);
		}

		@Override
		public int nestedReserve() {
			return this.nestedReserve;
		}

		@Override
		public double lentShare() {
			return this.lentShare;
		}

		@Override
		public double freeShare() {
			return 0.3;
		}

	}

}

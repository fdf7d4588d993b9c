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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Gate}, with callers on threads of their own and a clock that is
 * standing.
 */
class GateTests {

	private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

	private final AtomicLong time = new AtomicLong(System.nanoTime());

	private final AtomicInteger size = new AtomicInteger(2);

	private final AtomicLong poolTimeout = new AtomicLong(30_000);

	private final Map<Thread, Integer> held = new ConcurrentHashMap<>();

	private final Settings settings = new Settings();

	private final Queue<PoolOverloadedException> refusals = new ConcurrentLinkedQueue<>();

	private final Gate gate = new Gate("main", this.settings, this.size::get, this.poolTimeout::get, new Held(),
			(dataSource, error) -> this.refusals.add(error), this.time::get);

	private final List<Caller> callers = new ArrayList<>();

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

	@Test
	void letsInAsManyAsThePoolHasConnections() {
		fill();
		Caller third = call(false);
		awaitWaiting(1);

		serve(0);

		third.awaitEntered();
		assertThat(this.gate.snapshot()).isEqualTo(new GateSnapshot(2, 2, 0, 0, false));
	}

	@Test
	void letsInWhoHasWaitedLongest() {
		fill();
		Caller first = call(true);
		awaitWaiting(1);
		Caller second = call(false);
		awaitWaiting(2);
		Caller third = call(true);
		awaitWaiting(3);

		serve(0);
		first.awaitEntered();
		assertThat(second.isWaiting() && third.isWaiting()).isTrue();
		serve(0);
		second.awaitEntered();
		assertThat(third.isWaiting()).isTrue();
		serve(0);
		third.awaitEntered();
	}

	@Test
	void aPermitThatIsGivenBackTwiceIsNotOneMore() throws SQLException {
		this.gate.enter();
		this.gate.leave();

		assertThatIllegalStateException().isThrownBy(this.gate::leave).withMessageContaining("twice");
		assertThat(this.gate.snapshot().inUse()).isZero();
	}

	@Test
	void followsThePoolWhenItIsResized() {
		fill();
		Caller first = call(false);
		Caller second = call(false);
		awaitWaiting(2);

		this.size.set(4);
		this.gate.maintain();
		first.awaitEntered();
		second.awaitEntered();

		this.size.set(1);
		Caller third = call(false);
		awaitWaiting(1);
		serve(0);
		serve(0);
		serve(0);
		assertThat(third.isWaiting()).isTrue();
		assertThat(this.gate.snapshot().inUse()).isEqualTo(1);
		serve(0);
		third.awaitEntered();
	}

	@Test
	void aBurstIsLetIn() {
		fill();
		drainEach(10);
		for (int i = 0; i < 50; i++) {
			call(true);
		}
		awaitWaiting(50);
		assertThat(this.refusals).isEmpty();
	}

	@Test
	void refusesAtOnceWhoWouldWaitTooLongWhileTheQueueStands() {
		fill();
		drainEach(10);
		for (int i = 0; i < 20; i++) {
			call(true);
		}
		awaitWaiting(20);
		stand(10);

		Caller refused = call(true);
		refused.awaitError();
		assertThatError(refused.error).isInstanceOfSatisfying(PoolOverloadedException.class, (error) -> {
			assertThat(error.reason()).isEqualTo(Refusal.OVERLOAD);
			assertThat(error.waited()).isZero();
			assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(1));
			assertThatError(error).hasMessageContaining("'main': 2 of 2 are lent")
				.hasMessageContaining("db.admission.target");
		});
		assertThat(this.gate.statistics().refusals(Refusal.OVERLOAD)).isEqualTo(1);
		assertThat(this.refusals).hasSize(1);
	}

	@Test
	void letsInWhoWaitsShortlyWhileTheQueueStands() {
		fill();
		drainEach(10);
		for (int i = 0; i < 5; i++) {
			call(true);
		}
		awaitWaiting(5);
		stand(10);

		call(true);
		awaitWaiting(6);
	}

	@Test
	void whoeverNobodyWaitsForIsNotRefused() {
		fill();
		drainEach(100);
		for (int i = 0; i < 200; i++) {
			call(false);
		}
		awaitWaiting(200);
		stand(100);
		call(false);
		awaitWaiting(201);
		assertThat(this.refusals).isEmpty();
	}

	@Test
	void everybodyMayBeRefusedIfThatIsWanted() {
		this.settings.shed = Shedding.ALL;
		this.settings.maxQueue = 0;
		fill();
		assertThatExceptionOfType(PoolOverloadedException.class).isThrownBy(this.gate::enter)
			.satisfies((error) -> assertThat(error.reason()).isEqualTo(Refusal.QUEUE_FULL));
	}

	@Test
	void neverMoreWaitThanMay() {
		this.settings.policy = AdmissionPolicy.FIXED;
		this.settings.maxQueue = 10;
		fill();
		for (int i = 0; i < 40; i++) {
			call(true);
		}
		await().until(() -> this.refusals.size() == 30);
		assertThat(this.gate.waiting()).isEqualTo(10);
		call(false);
		awaitWaiting(11);
	}

	@Test
	void waitsAsLongAsMayBe() {
		fill();
		Caller request = call(true);
		Caller batch = call(false);
		awaitWaiting(2);

		advance(5001);
		wakeAll();
		request.awaitError();
		assertThatError(request.error).isInstanceOfSatisfying(PoolOverloadedException.class,
				(error) -> assertThat(error.reason()).isEqualTo(Refusal.MAX_WAIT));
		assertThat(batch.isWaiting()).isTrue();

		advance(25_000);
		wakeAll();
		batch.awaitError();
		assertThatError(batch.error).isInstanceOf(PoolOverloadedException.class)
			.hasMessageContaining("Connection is not available, request timed out after 30001ms");
	}

	@Test
	void whoHasNoTimeLeftIsPassedOver() {
		fill();
		Caller late = call(true);
		awaitWaiting(1);
		Caller next = call(true);
		awaitWaiting(2);
		next.thread.interrupt();
		next.awaitError();
		advance(5001);
		Caller last = call(true);
		awaitWaiting(2);

		serve(0);

		last.awaitEntered();
		late.awaitError();
	}

	@Test
	void refusesWhoWaitsWhileNothingComesBack() {
		fill();
		drainEach(10);
		Caller request = call(true);
		Caller batch = call(false);
		awaitWaiting(2);
		advance(900);
		this.gate.maintain();
		assertThat(request.isWaiting()).isTrue();

		advance(200);
		this.gate.maintain();

		request.awaitError();
		assertThatError(request.error).isInstanceOfSatisfying(PoolOverloadedException.class,
				(error) -> assertThat(error.reason()).isEqualTo(Refusal.STALLED));
		assertThat(batch.isWaiting()).isTrue();
	}

	@Test
	void aWaitCanBeInterrupted() {
		fill();
		Caller caller = call(true);
		awaitWaiting(1);

		caller.thread.interrupt();

		caller.awaitError();
		assertThatError(caller.error).isExactlyInstanceOf(SQLException.class)
			.hasCauseInstanceOf(InterruptedException.class);
		assertThat(caller.interrupted).isTrue();
		assertThat(this.gate.snapshot().inUse()).isEqualTo(2);
	}

	@Test
	void whoHasAConnectionGoesToTheHead() {
		fill();
		Caller first = call(true);
		awaitWaiting(1);
		Caller second = callNested();
		awaitWaiting(2);

		serve(0);

		second.awaitEntered();
		assertThat(first.isWaiting()).isTrue();
		assertThat(this.gate.snapshot().waitingNested()).isZero();
	}

	@Test
	void refusesTheLastOfThoseWhoAllWaitForASecondOne() {
		fill();
		Caller first = callNested();
		awaitWaiting(1);
		Caller second = callNested();

		second.awaitError();
		assertThatError(second.error).isInstanceOfSatisfying(PoolOverloadedException.class, (error) -> {
			assertThat(error.reason()).isEqualTo(Refusal.POOL_LOCK);
			assertThatError(error).hasMessageContaining("Outer.work has one")
				.hasMessageContaining("db.admission.nested-reserve");
		});
		assertThat(first.isWaiting()).isTrue();
	}

	@Test
	void keepsConnectionsForThoseWhoHaveOne() {
		this.settings.nestedReserve = 1;
		call(false).awaitEntered();
		Caller other = call(true);
		awaitWaiting(1);

		Caller nested = callNested();

		nested.awaitEntered();
		nested.leave();
		assertThat(other.isWaiting()).isTrue();
		serve(0);
		other.awaitEntered();
	}

	@Test
	void refusesAtOnceWhoseTimeWouldBeOver() {
		fill();
		Caller waiting = call(false);
		awaitWaiting(1);
		stand(50);
		WorkScope scope = WorkScope.open(WorkKind.SCHEDULED_TASK, () -> null);
		try {
			scope.endAt(this.time.get() + 50 * MILLISECOND);
			assertThatExceptionOfType(PoolOverloadedException.class).isThrownBy(this.gate::enter)
				.satisfies((error) -> assertThat(error.reason()).isEqualTo(Refusal.DEADLINE));
		}
		finally {
			scope.close();
		}
		assertThat(waiting.entered).isTrue();
	}

	@Test
	void aBurstIsLetInWhateverWasBefore() {
		fill();
		call(false);
		awaitWaiting(1);
		serve(6500);
		advance(3_600_000);

		for (int i = 0; i < 30; i++) {
			call(true);
		}

		awaitWaiting(30);
		assertThat(this.refusals).isEmpty();
	}

	@Test
	void whereConnectionsAreHeldForLongAShortQueueIsNoOverload() {
		this.size.set(8);
		for (int i = 0; i < 8; i++) {
			call(false).awaitEntered();
		}
		call(false);
		awaitWaiting(1);
		for (int i = 0; i < 20; i++) {
			call(false);
			awaitWaiting(2);
			serve(1000);
		}

		// Each of the eight is held for eight seconds.
		for (int waiting = 2; waiting <= 4; waiting++) {
			call(true);
			awaitWaiting(waiting);
		}
		call(true).awaitError();
	}

	@Test
	void aFixedQueueKeepsWhomItHasLetIn() {
		this.settings.policy = AdmissionPolicy.FIXED;
		fill();
		drainEach(10);
		Caller request = call(true);
		awaitWaiting(1);
		advance(4000);
		this.gate.maintain();
		assertThat(request.isWaiting()).isTrue();
	}

	// The exceptions are lists as well, which is not what is meant.
	private static AbstractThrowableAssert<?, ? extends Throwable> assertThatError(@Nullable Throwable error) {
		return assertThat(error);
	}

	// Steps follow each other by the hundred.
	private static ConditionFactory await() {
		return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofNanos(100_000));
	}

	private void fill() {
		call(false).awaitEntered();
		call(false).awaitEntered();
	}

	// The one who has had a permit for longest gives it back.
	private void serve(int milliseconds) {
		advance(milliseconds);
		this.callers.stream().filter((caller) -> caller.entered && !caller.left).findFirst().orElseThrow().leave();
		await().until(() -> this.callers.stream()
			.filter((caller) -> caller.entered && !caller.left)
			.count() == this.gate.snapshot().inUse());
	}

	// Somebody waits, and a permit comes back each so many milliseconds.
	private void drainEach(int milliseconds) {
		for (int i = 0; i < 50; i++) {
			call(false);
			awaitWaiting(1);
			serve(milliseconds);
		}
	}

	// Who leaves the queue is followed by another one for more than a second.
	private void stand(int milliseconds) {
		int waiting = this.gate.waiting();
		for (int passed = 0; passed <= 1100; passed += milliseconds) {
			call(false);
			awaitWaiting(waiting + 1);
			serve(milliseconds);
		}
	}

	private void advance(long milliseconds) {
		this.time.addAndGet(milliseconds * MILLISECOND);
	}

	private void wakeAll() {
		this.callers.forEach((caller) -> LockSupport.unpark(caller.thread));
	}

	private void awaitWaiting(int count) {
		await().until(() -> this.gate.waiting() == count);
		assertThat(this.gate.isConsistent()).isTrue();
	}

	private Caller call(boolean request) {
		return start(new Caller(request));
	}

	private Caller callNested() {
		Caller caller = new Caller(true);
		this.held.put(caller.thread, 1);
		return start(caller);
	}

	private Caller start(Caller caller) {
		this.callers.add(caller);
		caller.thread.start();
		return caller;
	}

	/**
	 * Somebody who wants a permit, and keeps it until he is told.
	 */
	private final class Caller {

		private final CountDownLatch done = new CountDownLatch(1);

		private final Thread thread;

		private volatile boolean entered;

		private volatile @Nullable SQLException error;

		private volatile boolean interrupted;

		private volatile boolean left;

		Caller(boolean request) {
			this.thread = new Thread(() -> run(request));
			this.thread.setDaemon(true);
		}

		private void run(boolean request) {
			WorkScope scope = request ? WorkScope.open(WorkKind.REQUEST, () -> null) : null;
			try {
				GateTests.this.gate.enter();
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
					GateTests.this.gate.leave();
				}
				this.left = true;
			}
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
	private final class Held implements Holders {

		@Override
		public int heldBy(Set<Thread> threads) {
			return threads.stream().mapToInt((thread) -> GateTests.this.held.getOrDefault(thread, 0)).sum();
		}

		@Override
		public @Nullable String operationOf(Thread thread) {
			return GateTests.this.held.containsKey(thread) ? "Outer.work" : null;
		}

	}

	/**
	 * The defaults, which a test may change.
	 */
	private static final class Settings implements AdmissionSettings {

		private AdmissionPolicy policy = AdmissionPolicy.CODEL;

		private Shedding shed = Shedding.REQUESTS;

		private int maxQueue = 10_000;

		private int nestedReserve;

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
			return Duration.ofMillis(100);
		}

		@Override
		public Duration interval() {
			return Duration.ofSeconds(1);
		}

		@Override
		public Duration maxWait() {
			return Duration.ofSeconds(5);
		}

		@Override
		public int nestedReserve() {
			return this.nestedReserve;
		}

	}

}

package dev.mainstay.admission.breaker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import dev.mainstay.operation.WorkScope;

/**
 * Where callers wait while it is in doubt whether the database is away. A pool lets
 * nobody go before his time is over, so they wait here rather than there. Thread-safe.
 */
final class WaitingRoom {

	// As long as it takes until a probe has decided, and as long again.
	private static final long LONGEST = Duration.ofSeconds(2).toNanos();

	// Nobody tells when somebody gives a connection back.
	private static final long TURN = Duration.ofMillis(10).toNanos();

	private final Lock lock;

	private final Condition decided;

	private final BreakerTarget target;

	private final Evidence evidence;

	private final BooleanSupplier suspected;

	private final LongSupplier nanoTime;

	// Callers who ask the pool after they were here.
	private final AtomicInteger inside = new AtomicInteger();

	/**
	 * Create the room.
	 * @param lock the lock of the breaker
	 * @param target the pool and its database
	 * @param evidence what has happened
	 * @param suspected tells whether the database may be away and nothing is decided
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	WaitingRoom(Lock lock, BreakerTarget target, Evidence evidence, BooleanSupplier suspected, LongSupplier nanoTime) {
		this.lock = lock;
		this.decided = lock.newCondition();
		this.target = target;
		this.evidence = evidence;
		this.suspected = suspected;
		this.nanoTime = nanoTime;
	}

	/**
	 * Wait for the verdict, and go on to the pool. The caller owes one call of
	 * {@link #left()}.
	 */
	void passThrough() {
		await(0);
	}

	/**
	 * Wait for the verdict once more, on the way from the pool.
	 */
	void comeBack() {
		await(1);
	}

	/**
	 * A caller is done with the pool.
	 */
	void left() {
		this.inside.decrementAndGet();
	}

	/**
	 * There is a verdict; called by whoever has the lock.
	 */
	void decided() {
		this.decided.signalAll();
	}

	private void await(int own) {
		long now = this.nanoTime.getAsLong();
		long end = now + longest(now);
		this.lock.lock();
		try {
			while (isInDoubt(own) && this.nanoTime.getAsLong() - end < 0) {
				this.decided.await(TURN, TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			// The pool has its own way to say so.
			Thread.currentThread().interrupt();
		}
		finally {
			this.inside.addAndGet(1 - own);
			this.lock.unlock();
		}
	}

	private long longest(long now) {
		long longest = Math.min(Duration.ofMillis(this.target.timeoutMillis()).toNanos() / 4, LONGEST);
		WorkScope scope = WorkScope.current();
		return (scope != null) ? Math.min(longest, Math.max(0, scope.nanosLeft(now))) : longest;
	}

	private boolean isInDoubt(int own) {
		if (!this.suspected.getAsBoolean() || !this.target.isStarted()) {
			return false;
		}
		int others = this.inside.get() - own;
		boolean busy = this.evidence.isDeadSeen() && this.target.idle() <= others;
		if (this.evidence.failures() == 0) {
			// One has to ask, or a pool that keeps no connections would open none.
			return others > 0 && busy;
		}
		return busy || this.target.isEmpty();
	}

}

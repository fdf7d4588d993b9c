package dev.mainstay.admission;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Waiter.Outcome;
import dev.mainstay.operation.WorkScope;

/*
 * One number holds how many permits are in use and how many callers wait. While nobody
 * waits, to take and to give back a permit is one compare-and-set. As soon as somebody
 * waits, everybody goes through the lock: permits are handed from the one who gives back
 * to the one who has waited longest, and are never free in between, so that nobody can
 * overtake.
 *
 * The number of waiters is changed only by whoever has the lock. Whoever begins to wait
 * does so by the same compare-and-set that finds no permit free, so that a permit that is
 * given back at the same time is either seen by him or sees him.
 *
 * There are as many permits as the pool may have connections, as it says at the moment.
 * So the pool never has to queue its callers, and a change of its size needs no message.
 */

/**
 * The entrance of a pool: lets in as many callers as the pool has connections, lets
 * others wait in the order in which they came, and refuses those who would wait in vain.
 * Thread-safe; a wait can be interrupted.
 */
public final class Gate {

	private static final long WAITER = 1L << 32;

	// A pool that was not started has not settled its size; this is HikariCP's default.
	private static final int UNSETTLED = 10;

	private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);

	private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

	private final String name;

	private final AdmissionSettings settings;

	private final IntSupplier poolSize;

	private final LongSupplier poolTimeout;

	private final Holders holders;

	private final RefusalListener listener;

	private final LongSupplier nanoTime;

	private final GateStatistics statistics = new GateStatistics();

	// Waiters in the upper half, permits in use in the lower one.
	private final AtomicLong state = new AtomicLong();

	private final Lock lock = new ReentrantLock();

	// The rest is guarded by the lock.
	private final WaitQueue nested = new WaitQueue();

	private final WaitQueue others = new WaitQueue();

	private final DrainRate drain = new DrainRate();

	private int sheddable;

	private long emptyUntil;

	/**
	 * Create a gate.
	 * @param name the bean name of the data source
	 * @param settings how to decide
	 * @param poolSize tells how many connections the pool may have, at any time; 0 or
	 * less as long as that is not settled
	 * @param poolTimeout tells how long the pool lets a caller wait, in milliseconds
	 * @param holders who has the connections
	 * @param listener hears of those who got none
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public Gate(String name, AdmissionSettings settings, IntSupplier poolSize, LongSupplier poolTimeout,
			Holders holders, RefusalListener listener, LongSupplier nanoTime) {
		this.name = name;
		this.settings = settings;
		this.poolSize = poolSize;
		this.poolTimeout = poolTimeout;
		this.holders = holders;
		this.listener = listener;
		this.nanoTime = nanoTime;
	}

	/**
	 * Take a permit, and wait for one if need be. Whoever returns from here owes one call
	 * of {@link #leave()}.
	 * @return how long the wait was, in nanoseconds; 0 if there was none
	 * @throws PoolOverloadedException if there is no permit for this caller
	 * @throws SQLException if the thread was interrupted while it waited; it stays so
	 */
	public long enter() throws SQLException {
		return tryEnter(open()) ? 0 : enterLater();
	}

	/**
	 * Give a permit back.
	 */
	public void leave() {
		long current = this.state.get();
		while (current < WAITER) {
			if (current == 0) {
				throw new IllegalStateException("A permit of the gate of '" + this.name + "' was given back twice");
			}
			if (this.state.compareAndSet(current, current - 1)) {
				return;
			}
			current = this.state.get();
		}
		handOver();
	}

	private int size() {
		int size = this.poolSize.getAsInt();
		return (size > 0) ? size : UNSETTLED;
	}

	// For callers that have no connection yet. One at least, or nobody would ever get
	// any.
	private int open() {
		return Math.max(1, size() - this.settings.nestedReserve());
	}

	private boolean tryEnter(int limit) {
		long current = this.state.get();
		while (current < WAITER && current < limit) {
			if (this.state.compareAndSet(current, current + 1)) {
				return true;
			}
			current = this.state.get();
		}
		return false;
	}

	private long enterLater() throws SQLException {
		Thread thread = Thread.currentThread();
		long now = this.nanoTime.getAsLong();
		Waiter waiter = waiter(thread, now);
		if (thread.isInterrupted()) {
			throw interrupted();
		}
		PoolOverloadedException error = null;
		this.lock.lock();
		try {
			if (!enqueue(waiter)) {
				return 0;
			}
			Refusal refusal = whyNot(waiter, now);
			if (refusal == null) {
				begin(waiter, now);
				if (waiter.nested && isLocked()) {
					refusal = Refusal.POOL_LOCK;
					end(waiter);
				}
			}
			else {
				this.state.addAndGet(-WAITER);
			}
			if (refusal != null) {
				error = error(waiter, refusal);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (error != null) {
			throw told(error);
		}
		await(waiter);
		return this.nanoTime.getAsLong() - now;
	}

	private Waiter waiter(Thread thread, long now) {
		WorkScope scope = WorkScope.current();
		boolean sheddable = this.settings.shed() == Shedding.ALL || scope != null && scope.isAwaited();
		boolean second = this.holders.heldBy(Set.of(thread)) > 0;
		long longest = Duration.ofMillis(this.poolTimeout.getAsLong()).toNanos();
		Refusal atLast = Refusal.TIMEOUT;
		if (sheddable && !second && this.settings.maxWait().toNanos() < longest) {
			longest = this.settings.maxWait().toNanos();
			atLast = Refusal.MAX_WAIT;
		}
		long left = (scope != null) ? scope.nanosLeft(now) : Long.MAX_VALUE;
		if (left < longest) {
			longest = Math.max(0, left);
			atLast = Refusal.DEADLINE;
		}
		return new Waiter(thread, second, sheddable && !second, now, now + longest, atLast);
	}

	// Either takes a permit or counts as waiting, in one step.
	private boolean enqueue(Waiter waiter) {
		boolean mayTake = waiter.nested ? this.nested.size() == 0 : this.nested.size() + this.others.size() == 0;
		while (true) {
			long current = this.state.get();
			int limit = waiter.nested ? size() : open();
			if (mayTake && inUse(current) < limit) {
				if (this.state.compareAndSet(current, current + 1)) {
					return false;
				}
			}
			else if (this.state.compareAndSet(current, current + WAITER)) {
				return true;
			}
		}
	}

	private @Nullable Refusal whyNot(Waiter waiter, long now) {
		if (waiter.sheddable && this.sheddable >= this.settings.maxQueue()) {
			return Refusal.QUEUE_FULL;
		}
		int ahead = this.nested.size() + (waiter.nested ? 0 : this.others.size());
		if (ahead == 0) {
			return (waiter.until - now <= 0) ? waiter.atLast : null;
		}
		if (!this.drain.isKnown()) {
			return null;
		}
		long wait = this.drain.timeFor(ahead + 1, now);
		if (waiter.atLast == Refusal.DEADLINE && wait > waiter.until - now) {
			return Refusal.DEADLINE;
		}
		boolean codel = waiter.sheddable && this.settings.policy() == AdmissionPolicy.CODEL;
		return (codel && isStanding(now) && wait > longestStanding(now)) ? Refusal.OVERLOAD : null;
	}

	// Where connections are held for long, callers wait longer than the target as soon as
	// there is any queue at all; half of the time that one is held is no overload.
	private long longestStanding(long now) {
		return Math.max(this.settings.target().toNanos(), this.drain.timeFor(size(), now) / 2);
	}

	private boolean isStanding(long now) {
		return waiting(this.state.get()) > 0 && now - this.emptyUntil > this.settings.interval().toNanos();
	}

	private void begin(Waiter waiter, long now) {
		if (this.nested.size() + this.others.size() == 0) {
			this.emptyUntil = now;
			this.drain.begin(now);
		}
		(waiter.nested ? this.nested : this.others).add(waiter);
		this.sheddable += waiter.sheddable ? 1 : 0;
	}

	private void end(Waiter waiter) {
		(waiter.nested ? this.nested : this.others).remove(waiter);
		this.sheddable -= waiter.sheddable ? 1 : 0;
		this.state.addAndGet(-WAITER);
	}

	// Every thread that has a connection waits for another one.
	private boolean isLocked() {
		int used = inUse(this.state.get());
		if (used < size()) {
			return false;
		}
		Set<Thread> waiting = new HashSet<>();
		this.nested.forEach((waiter) -> waiting.add(waiter.thread));
		return this.holders.heldBy(waiting) >= used;
	}

	private void await(Waiter waiter) throws SQLException {
		boolean interrupted = false;
		Outcome outcome = waiter.outcome();
		while (outcome == null) {
			long left = waiter.until - this.nanoTime.getAsLong();
			if (left <= 0 || interrupted) {
				giveUp(waiter);
			}
			else {
				LockSupport.parkNanos(this, left);
				interrupted = waiter.thread.isInterrupted();
			}
			outcome = waiter.outcome();
		}
		if (outcome == Outcome.GRANTED) {
			if (interrupted) {
				leave();
				throw interrupted();
			}
			this.statistics.admitted(this.nanoTime.getAsLong() - waiter.since);
			return;
		}
		if (waiter.thread.isInterrupted()) {
			throw interrupted();
		}
		this.lock.lock();
		PoolOverloadedException error;
		try {
			error = error(waiter, waiter.refusal());
		}
		finally {
			this.lock.unlock();
		}
		throw told(error);
	}

	private void giveUp(Waiter waiter) {
		this.lock.lock();
		try {
			if (waiter.outcome() == null) {
				end(waiter);
				waiter.refuse(waiter.atLast);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void handOver() {
		Waiter next;
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			this.drain.returned(now);
			next = takeNext(inUse(this.state.get()) - 1, now);
			if (next == null) {
				this.state.decrementAndGet();
			}
		}
		finally {
			this.lock.unlock();
		}
		wake(next);
	}

	// Takes it out of the queue; the permit is the caller's.
	private @Nullable Waiter takeNext(int used, long now) {
		Waiter next = (used < size()) ? takeFrom(this.nested, now) : null;
		if (next == null && used < open()) {
			next = takeFrom(this.others, now);
		}
		if (next != null) {
			next.grant();
		}
		return next;
	}

	private @Nullable Waiter takeFrom(WaitQueue queue, long now) {
		Waiter next = queue.first();
		while (next != null) {
			end(next);
			if (!next.thread.isInterrupted() && next.until - now > 0) {
				return next;
			}
			// Nobody would use it.
			next.refuse(next.atLast);
			LockSupport.unpark(next.thread);
			next = queue.first();
		}
		return null;
	}

	private static void wake(@Nullable Waiter waiter) {
		if (waiter != null) {
			LockSupport.unpark(waiter.thread);
		}
	}

	/**
	 * Look after those who wait: let in whom a pool that has grown has room for, refuse
	 * those who may be refused if nothing has come back for longer than the interval, and
	 * end a lock that came about while a connection was being lent. To be called a few
	 * times a second; costs nothing while nobody waits.
	 */
	public void maintain() {
		if (this.state.get() < WAITER) {
			return;
		}
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			admitMore(now);
			refuseStalled(now);
			if (this.nested.last() != null && isLocked()) {
				refuse(this.nested.last(), Refusal.POOL_LOCK);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void admitMore(long now) {
		Waiter next;
		do {
			// Counted as in use before it is given to somebody, so that nobody else can
			// take it: while anybody waits all come here.
			next = takeNext(inUse(this.state.getAndIncrement()), now);
			if (next == null) {
				this.state.decrementAndGet();
			}
			wake(next);
		}
		while (next != null);
	}

	private void refuseStalled(long now) {
		if (this.settings.policy() != AdmissionPolicy.CODEL
				|| !this.drain.isStalled(now, this.settings.interval().toNanos())) {
			return;
		}
		long patience = this.settings.target().multipliedBy(2).toNanos();
		this.others.forEach((waiter) -> {
			if (waiter.sheddable && now - waiter.since > patience) {
				refuse(waiter, Refusal.STALLED);
			}
		});
	}

	private void refuse(Waiter waiter, Refusal reason) {
		end(waiter);
		waiter.refuse(reason);
		LockSupport.unpark(waiter.thread);
	}

	private SQLException interrupted() {
		return new SQLException("Interrupted while waiting for a connection of '" + this.name + "'",
				new InterruptedException());
	}

	private PoolOverloadedException error(Waiter waiter, Refusal reason) {
		long now = this.nanoTime.getAsLong();
		Duration waited = Duration.ofNanos(Math.max(0, now - waiter.since));
		GateSnapshot figures = figures(now);
		String outer = (reason == Refusal.POOL_LOCK) ? this.holders.operationOf(waiter.thread) : null;
		return new PoolOverloadedException(RefusalMessage.of(this.name, reason, figures, waited, this.settings, outer),
				reason, waited, retryAfter(figures, now));
	}

	private PoolOverloadedException told(PoolOverloadedException error) {
		this.statistics.refused(error.reason());
		this.listener.refused(this.name, error);
		return error;
	}

	// When those who wait now will have been served.
	private Duration retryAfter(GateSnapshot figures, long now) {
		Duration expected = Duration.ofNanos(this.drain.timeFor(figures.waiting(), now));
		if (expected.compareTo(SHORTEST_RETRY) < 0) {
			return SHORTEST_RETRY;
		}
		return (expected.compareTo(LONGEST_RETRY) > 0) ? LONGEST_RETRY : expected;
	}

	/**
	 * Return the figures of this moment.
	 * @return the figures
	 */
	public GateSnapshot snapshot() {
		this.lock.lock();
		try {
			return figures(this.nanoTime.getAsLong());
		}
		finally {
			this.lock.unlock();
		}
	}

	private GateSnapshot figures(long now) {
		long current = this.state.get();
		return new GateSnapshot(size(), inUse(current), waiting(current), this.nested.size(), isStanding(now));
	}

	/**
	 * Return how many callers wait.
	 * @return the number at this moment
	 */
	public int waiting() {
		return waiting(this.state.get());
	}

	/**
	 * Return who waits for a second connection.
	 * @return a copy of the threads that wait and have a connection already
	 */
	public Set<Thread> waitingHolders() {
		Set<Thread> threads = new HashSet<>();
		this.lock.lock();
		try {
			this.nested.forEach((waiter) -> threads.add(waiter.thread));
		}
		finally {
			this.lock.unlock();
		}
		return threads;
	}

	/**
	 * Return what has happened so far.
	 * @return the live figures
	 */
	public GateStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Return whether the gate agrees with itself, for tests.
	 * @return whether as many wait as are counted, and not while a permit is free
	 */
	boolean isConsistent() {
		this.lock.lock();
		try {
			long current = this.state.get();
			int queued = this.nested.size() + this.others.size();
			boolean idle = queued > this.nested.size() && inUse(current) < open()
					|| this.nested.size() > 0 && inUse(current) < size();
			return waiting(current) == queued && inUse(current) >= 0 && !idle && this.sheddable >= 0
					&& this.sheddable <= this.others.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static int inUse(long state) {
		return (int) state;
	}

	private static int waiting(long state) {
		return (int) (state >>> 32);
	}

}

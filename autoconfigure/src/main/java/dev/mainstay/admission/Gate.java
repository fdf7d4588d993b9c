package dev.mainstay.admission;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Waiter.Outcome;
import dev.mainstay.event.Latencies;

/*
 * As soon as somebody waits, everybody goes through the lock: permits are handed from the
 * one who gives back to the one who has waited longest, and are never free in between, so
 * that nobody can overtake. Where there are segments, everybody does so at any time.
 */

/**
 * The entrance of a pool: lets in as many callers as the pool has connections, lets
 * others wait in the order in which they came, and refuses those who would wait in vain.
 * Thread-safe; a wait can be interrupted.
 */
public final class Gate {

	private final LongSupplier poolTimeout;

	private final AdmissionSettings settings;

	private final Holders holders;

	private final Refuser refuser;

	private final LongSupplier nanoTime;

	private final Capacity capacity;

	private final Permits permits;

	private final Segments segments;

	private final boolean divided;

	private final SegmentChoice choice;

	private final Lock lock = new ReentrantLock();

	// Guarded by the lock, as is the line of each segment.
	private final Lines lines;

	/**
	 * Create a gate.
	 * @param name the bean name of the data source
	 * @param settings how to decide
	 * @param limits the segments; those of the default one only if it has any; empty for
	 * no segments
	 * @param poolSize tells how many connections the pool may have, at any time; 0 or
	 * less as long as that is not settled
	 * @param poolTimeout tells how long the pool lets a caller wait, in milliseconds
	 * @param holders who has the connections
	 * @param listener hears of those who got none
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public Gate(String name, AdmissionSettings settings, List<SegmentLimits> limits, IntSupplier poolSize,
			LongSupplier poolTimeout, Holders holders, RefusalListener listener, LongSupplier nanoTime) {
		this.poolTimeout = poolTimeout;
		this.settings = settings;
		this.holders = holders;
		this.refuser = new Refuser(name, settings, holders, listener);
		this.nanoTime = nanoTime;
		this.capacity = new Capacity(poolSize, settings);
		this.permits = new Permits(name);
		this.segments = new Segments(limits, settings);
		this.divided = this.segments.isDivided();
		this.choice = new SegmentChoice(this.segments, settings, this.capacity, this.permits, nanoTime);
		this.lines = new Lines(settings, this.capacity, this.permits, this.segments, holders);
	}

	/**
	 * Return the segment that a caller should be in: the first of those it prefers of
	 * which a share is free, else the one with the least load of those where it need not
	 * wait, else the one with the least load. What is free is seen without a lock, so
	 * that callers who choose at the same time may choose the same.
	 * @param preferred the names of segments, the best first; names of others are
	 * overlooked
	 * @return the segment; the default one if none of those preferred is here
	 */
	public Segment choose(List<String> preferred) {
		return this.choice.of(preferred);
	}

	/**
	 * Return how busy a segment is, as it is seen without a lock.
	 * @param name the name of the segment
	 * @return its load, or {@code null} if there is none of that name
	 */
	public @Nullable SegmentLoad load(String name) {
		return this.choice.load(name);
	}

	/**
	 * Take a permit as one of those who are in no segment, as {@link #enter(Segment)}.
	 * Whoever returns from here owes one call of {@link #leave()}.
	 * @return how long the wait was, in nanoseconds; 0 if there was none
	 * @throws PoolOverloadedException if there is no permit for this caller
	 * @throws SQLException if the thread was interrupted while it waited; it stays so
	 */
	public long enter() throws SQLException {
		return enter(this.segments.rest());
	}

	/**
	 * Take a permit, and wait for one if need be. Whoever returns from here owes one call
	 * of {@link #leave(Segment)}.
	 * @param segment where the caller is, as {@link #choose} answered
	 * @return how long the wait was, in nanoseconds; 0 if there was none
	 * @throws PoolOverloadedException if there is no permit for this caller
	 * @throws SQLException if the thread was interrupted while it waited; it stays so
	 */
	public long enter(Segment segment) throws SQLException {
		boolean entered = this.divided ? tryEnter(segment) : this.permits.tryTake(this.capacity.open());
		return entered ? 0 : enterLater(segment);
	}

	/**
	 * Give a permit back that {@link #enter()} gave.
	 */
	public void leave() {
		leave(this.segments.rest());
	}

	/**
	 * Give a permit back that {@link #enter(Segment)} gave.
	 * @param segment the segment that was entered
	 */
	public void leave(Segment segment) {
		if (this.divided || !this.permits.tryGiveBack()) {
			handOver(segment);
		}
	}

	private boolean tryEnter(Segment segment) {
		this.lock.lock();
		try {
			return this.lines.tryTake(segment, this.nanoTime.getAsLong());
		}
		finally {
			this.lock.unlock();
		}
	}

	private long enterLater(Segment segment) throws SQLException {
		Thread thread = Thread.currentThread();
		long now = this.nanoTime.getAsLong();
		boolean second = this.holders.heldBy(Set.of(thread)) > 0;
		long longest = Duration.ofMillis(this.poolTimeout.getAsLong()).toNanos();
		Waiter waiter = Waiter.of(thread, segment, second, this.settings, longest, now);
		if (thread.isInterrupted()) {
			throw this.refuser.interrupted();
		}
		RefusedCaller refused = null;
		this.lock.lock();
		try {
			if (this.lines.takeOrWait(waiter, now)) {
				return 0;
			}
			Refusal refusal = this.lines.join(waiter, now);
			if (refusal != null) {
				refused = refused(waiter, refusal, this.lines.isSegmentFull(waiter, now));
			}
		}
		finally {
			this.lock.unlock();
		}
		if (refused != null) {
			throw this.refuser.refuse(refused);
		}
		await(waiter);
		return this.nanoTime.getAsLong() - now;
	}

	private RefusedCaller refused(Waiter waiter, Refusal reason, boolean segmentFull) {
		return this.lines.refused(waiter, reason, segmentFull, this.nanoTime.getAsLong());
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
				leave(waiter.segment);
				throw this.refuser.interrupted();
			}
			waiter.segment.statistics().admitted(this.nanoTime.getAsLong() - waiter.since);
			return;
		}
		if (waiter.thread.isInterrupted()) {
			throw this.refuser.interrupted();
		}
		RefusedCaller refused;
		this.lock.lock();
		try {
			refused = refused(waiter, waiter.refusal(), waiter.isSegmentFull());
		}
		finally {
			this.lock.unlock();
		}
		throw this.refuser.refuse(refused);
	}

	private void giveUp(Waiter waiter) {
		this.lock.lock();
		try {
			if (waiter.outcome() == null) {
				this.lines.refuse(waiter, waiter.atLast, this.nanoTime.getAsLong());
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void handOver(Segment segment) {
		Waiter next;
		this.lock.lock();
		try {
			next = this.lines.handOver(segment, this.nanoTime.getAsLong());
		}
		finally {
			this.lock.unlock();
		}
		if (next != null) {
			LockSupport.unpark(next.thread);
		}
	}

	/**
	 * Look after those who wait: let in whom a pool that has grown has room for, refuse
	 * those who may be refused if nothing has come back for longer than the interval, and
	 * end a lock that came about while a connection was being lent. To be called a few
	 * times a second; costs nothing while nobody waits.
	 */
	public void maintain() {
		if (this.permits.waiting() == 0) {
			return;
		}
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			this.lines.admitMore(now);
			this.lines.refuseStalled(now);
			this.lines.endLock(now);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the figures of this moment.
	 * @return the figures of all callers
	 */
	public GateSnapshot snapshot() {
		this.lock.lock();
		try {
			return this.lines.figures(this.nanoTime.getAsLong());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the figures of each segment at this moment.
	 * @return the segments in their order, the default one last
	 */
	public List<SegmentSnapshot> segmentSnapshots() {
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			return this.segments.all().stream().map((segment) -> this.lines.figures(segment, now)).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how long those of all segments had to wait who had to and were let in.
	 * @return the waits so far
	 */
	public Latencies waits() {
		return this.segments.all()
			.stream()
			.map((segment) -> segment.statistics().waits())
			.reduce(Latencies.NONE, Latencies::plus);
	}

	/**
	 * Return how many callers of all segments got no connection.
	 * @param reason why
	 * @return the number so far
	 */
	public long refusals(Refusal reason) {
		return this.segments.all().stream().mapToLong((segment) -> segment.statistics().refusals(reason)).sum();
	}

	/**
	 * Return whether the callers are in more than one segment.
	 * @return whether there are others than the default one
	 */
	public boolean isDivided() {
		return this.divided;
	}

	/**
	 * Return the segments.
	 * @return all of them, that of the callers in no other last
	 */
	public List<Segment> segments() {
		return this.segments.all();
	}

	/**
	 * Return how many callers wait.
	 * @return the number at this moment
	 */
	public int waiting() {
		return this.permits.waiting();
	}

	/**
	 * Return who waits for a second connection.
	 * @return a copy of the threads that wait and have a connection already
	 */
	public Set<Thread> waitingHolders() {
		this.lock.lock();
		try {
			return this.lines.waitingHolders();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether the gate agrees with itself, for tests.
	 * @return whether as many wait as are counted, and not while a permit is free
	 */
	boolean isConsistent() {
		this.lock.lock();
		try {
			return this.lines.isConsistent(this.nanoTime.getAsLong());
		}
		finally {
			this.lock.unlock();
		}
	}

}

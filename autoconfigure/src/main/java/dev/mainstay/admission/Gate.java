package dev.mainstay.admission;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
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
 * that nobody can overtake.
 *
 * There are as many permits as the pool may have connections, as it says at the moment.
 * So the pool never has to queue its callers, and a change of its size needs no message.
 *
 * Where there are segments, everybody goes through the lock. Each segment has a line of
 * its own, with its own idea of how fast it moves, so that a backlog of one is no reason
 * to refuse callers of another. A permit that comes back goes to those who wait for a
 * second connection, then to a segment that has less than its guarantee, then to whoever
 * has waited longest of those who may have more; but so many stay free as segments keep
 * of their guarantees. A permit may therefore be free while somebody waits.
 */

/**
 * The entrance of a pool: lets in as many callers as the pool has connections, lets
 * others wait in the order in which they came, and refuses those who would wait in vain.
 * Thread-safe; a wait can be interrupted.
 */
public final class Gate {

	// A pool that was not started has not settled its size; this is HikariCP's default.
	private static final int UNSETTLED = 10;

	private final AdmissionSettings settings;

	private final IntSupplier poolSize;

	private final LongSupplier poolTimeout;

	private final Holders holders;

	private final Refuser refuser;

	private final LongSupplier nanoTime;

	private final Permits permits;

	private final Lock lock = new ReentrantLock();

	private final Segments segments;

	private final boolean divided;

	// Those who have a connection already. All lines are guarded by the lock.
	private final Line nested;

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
		this.permits = new Permits(name);
		this.settings = settings;
		this.poolSize = poolSize;
		this.poolTimeout = poolTimeout;
		this.holders = holders;
		this.refuser = new Refuser(name, settings, holders, listener);
		this.nanoTime = nanoTime;
		this.nested = new Line(settings);
		this.segments = new Segments(limits, settings);
		this.divided = this.segments.isDivided();
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
		if (!this.divided || preferred.isEmpty()) {
			return this.segments.rest();
		}
		String name = (preferred.size() != 1) ? SegmentLoad.choose(preferred, this.settings.freeShare(), this::load)
				: preferred.get(0);
		Segment segment = (name != null) ? this.segments.find(name) : null;
		return (segment != null) ? segment : this.segments.rest();
	}

	/**
	 * Return how busy a segment is, as it is seen without a lock.
	 * @param name the name of the segment
	 * @return its load, or {@code null} if there is none of that name
	 */
	public @Nullable SegmentLoad load(String name) {
		Segment segment = this.segments.find(name);
		return (segment != null) ? this.segments.load(segment, open(), this.permits.inUse(), this.nanoTime.getAsLong())
				: null;
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
		boolean entered = this.divided ? tryEnter(segment) : this.permits.tryTake(open());
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

	private int size() {
		int size = this.poolSize.getAsInt();
		return (size > 0) ? size : UNSETTLED;
	}

	// For callers that have no connection yet. One at least, or nobody would ever get
	// any.
	private int open() {
		return Math.max(1, size() - this.settings.nestedReserve());
	}

	// Of those who wait for a second connection nobody is overtaken, and whether this one
	// would be one of them need not be known as long as there is room for all.
	private boolean tryEnter(Segment segment) {
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			if (this.nested.size() > 0 || !isFirst(segment, now) || this.permits.inUse() >= open()) {
				return false;
			}
			this.permits.take();
			this.segments.took(segment, now);
			return true;
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
			if (!enqueue(waiter, now)) {
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
				this.permits.endWait();
			}
			if (refusal != null) {
				refused = refused(waiter, refusal, isSegmentFull(waiter, now));
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

	// Either takes a permit or counts as waiting.
	private boolean enqueue(Waiter waiter, long now) {
		boolean mayTake = this.nested.size() == 0 && (waiter.nested || isFirst(waiter.segment, now));
		int limit = waiter.nested ? size() : open();
		if (!this.permits.takeOrWait(mayTake ? limit : 0)) {
			return true;
		}
		this.segments.took(waiter.segment, now);
		return false;
	}

	private boolean isFirst(Segment segment, long now) {
		return segment.line().size() == 0 && this.segments.mayHave(segment, open(), this.permits.inUse(), now);
	}

	private @Nullable Refusal whyNot(Waiter waiter, long now) {
		int before = waiter.nested ? 0 : this.nested.size();
		int permits = this.divided ? Math.max(1, waiter.segment.inUse()) : size();
		return line(waiter).whyNot(waiter, before, permits, now);
	}

	// A second connection is bound by no maximum.
	private boolean isSegmentFull(Waiter waiter, long now) {
		return !waiter.nested && this.segments.isFull(waiter.segment, open(), this.permits.inUse(), now);
	}

	private Line line(Waiter waiter) {
		return waiter.nested ? this.nested : waiter.segment.line();
	}

	private void begin(Waiter waiter, long now) {
		line(waiter).add(waiter, now);
		waiter.segment.begins(waiter, now);
	}

	private void end(Waiter waiter) {
		line(waiter).remove(waiter);
		waiter.segment.ends();
		this.permits.endWait();
	}

	// Every thread that has a connection waits for another one.
	private boolean isLocked() {
		int used = this.permits.inUse();
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
				end(waiter);
				waiter.refuse(waiter.atLast, isSegmentFull(waiter, this.nanoTime.getAsLong()));
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
			long now = this.nanoTime.getAsLong();
			int used = this.permits.inUse();
			boolean full = this.segments.isFull(segment, open(), used, now);
			if (!this.segments.gaveBack(segment, used, now)) {
				throw this.permits.givenBackTwice();
			}
			next = takeNext(used - 1, full ? segment : null, now);
			if (next == null) {
				this.permits.giveBack();
			}
			else {
				line(next).moved(now);
			}
		}
		finally {
			this.lock.unlock();
		}
		wake(next);
	}

	// Takes it out of its line; the permit is the caller's. The segment is one that was
	// full until now.
	private @Nullable Waiter takeNext(int used, @Nullable Segment full, long now) {
		Waiter next = null;
		if (used < size()) {
			next = takeFrom(this.nested, full, now);
			Line line = (next != null || used >= open()) ? null : this.segments.next(open(), used, now);
			while (next == null && line != null) {
				next = takeFrom(line, full, now);
				line = (next != null) ? null : this.segments.next(open(), used, now);
			}
		}
		if (next != null) {
			this.segments.took(next.segment, now);
			next.grant();
		}
		return next;
	}

	private @Nullable Waiter takeFrom(Line line, @Nullable Segment full, long now) {
		Waiter next = line.first();
		while (next != null) {
			end(next);
			if (!next.thread.isInterrupted() && next.until - now > 0) {
				return next;
			}
			// Nobody would use it.
			next.refuse(next.atLast, (!next.nested && next.segment == full) || isSegmentFull(next, now));
			LockSupport.unpark(next.thread);
			next = line.first();
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
		if (this.permits.waiting() == 0) {
			return;
		}
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			admitMore(now);
			refuseStalled(now);
			if (this.nested.last() != null && isLocked()) {
				refuse(this.nested.last(), Refusal.POOL_LOCK, now);
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
			next = takeNext(this.permits.take(), null, now);
			if (next == null) {
				this.permits.giveBack();
			}
			wake(next);
		}
		while (next != null);
	}

	private void refuseStalled(long now) {
		long patience = this.settings.target().multipliedBy(2).toNanos();
		for (Segment segment : this.segments.all()) {
			if (segment.line().isStalled(now)) {
				segment.line().forEach((waiter) -> {
					if (waiter.sheddable && now - waiter.since > patience) {
						refuse(waiter, Refusal.STALLED, now);
					}
				});
			}
		}
	}

	private void refuse(Waiter waiter, Refusal reason, long now) {
		end(waiter);
		waiter.refuse(reason, isSegmentFull(waiter, now));
		LockSupport.unpark(waiter.thread);
	}

	private RefusedCaller refused(Waiter waiter, Refusal reason, boolean segmentFull) {
		long now = this.nanoTime.getAsLong();
		SegmentSnapshot segment = this.divided ? figures(waiter.segment, now) : null;
		return new RefusedCaller(waiter, reason, segmentFull, now - waiter.since, figures(now), segment,
				line(waiter).timeToServeAll(now));
	}

	/**
	 * Return the figures of this moment.
	 * @return the figures of all callers
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
		boolean standing = this.segments.all().stream().anyMatch((segment) -> segment.line().isStanding(now));
		int used = this.permits.inUse();
		return new GateSnapshot(size(), used, this.permits.waiting(), this.nested.size(),
				this.segments.waitingForSegments(), this.segments.kept(open(), used, now), standing);
	}

	/**
	 * Return the figures of each segment at this moment.
	 * @return the segments in their order, the default one last
	 */
	public List<SegmentSnapshot> segmentSnapshots() {
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			return this.segments.all().stream().map((segment) -> figures(segment, now)).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	private SegmentSnapshot figures(Segment segment, long now) {
		return this.segments.figures(segment, size(), open(), this.permits.inUse(), now);
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
	 * Return whether the gate agrees with itself, for tests.
	 * @return whether as many wait as are counted, and not while a permit is free
	 */
	boolean isConsistent() {
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			int used = this.permits.inUse();
			boolean idle = used < open() && this.segments.next(open(), used, now) != null
					|| this.nested.size() > 0 && used < size();
			return this.permits.waiting() == this.nested.size() + this.segments.inLines() && used >= 0 && !idle
					&& this.segments.isConsistent(used);
		}
		finally {
			this.lock.unlock();
		}
	}

}

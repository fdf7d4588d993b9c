package dev.mainstay.admission;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/*
 * Each segment has a line of its own, with its own idea of how fast it moves, so that a
 * backlog of one is no reason to refuse callers of another. A permit that comes back goes
 * to those who wait for a second connection, then to a segment that has less than its
 * guarantee, then to whoever has waited longest of those who may have more; but so many
 * stay free as segments keep of their guarantees. A permit may therefore be free while
 * somebody waits.
 */

/**
 * Who waits at a gate, and whose turn it is. Belongs to whoever has the lock of the gate.
 */
final class Lines {

	private final AdmissionSettings settings;

	private final Capacity capacity;

	private final Permits permits;

	private final Segments segments;

	private final Holders holders;

	// Those who have a connection already.
	private final Line nested;

	Lines(AdmissionSettings settings, Capacity capacity, Permits permits, Segments segments, Holders holders) {
		this.settings = settings;
		this.capacity = capacity;
		this.permits = permits;
		this.segments = segments;
		this.holders = holders;
		this.nested = new Line(settings);
	}

	/**
	 * Take a permit without waiting. Of those who wait for a second connection nobody is
	 * overtaken, and whether the caller would be one of them need not be known as long as
	 * there is room for all.
	 * @param segment where the caller is
	 * @param now the time
	 * @return whether it has one
	 */
	boolean tryTake(Segment segment, long now) {
		if (this.nested.size() > 0 || !isFirst(segment, now) || this.permits.inUse() >= this.capacity.open()) {
			return false;
		}
		this.permits.take();
		this.segments.took(segment, now);
		return true;
	}

	/**
	 * Take a permit, or count as waiting.
	 * @param waiter the caller
	 * @param now the time
	 * @return whether it has one; else it has to {@link #join} at once
	 */
	boolean takeOrWait(Waiter waiter, long now) {
		boolean mayTake = this.nested.size() == 0 && (waiter.nested || isFirst(waiter.segment, now));
		int limit = waiter.nested ? this.capacity.size() : this.capacity.open();
		if (!this.permits.takeOrWait(mayTake ? limit : 0)) {
			return false;
		}
		this.segments.took(waiter.segment, now);
		return true;
	}

	private boolean isFirst(Segment segment, long now) {
		return segment.line().size() == 0
				&& this.segments.mayHave(segment, this.capacity.open(), this.permits.inUse(), now);
	}

	/**
	 * Join a line, unless that would be in vain.
	 * @param waiter the caller
	 * @param now the time
	 * @return why it may not, or {@code null} if it waits from now on
	 */
	@Nullable Refusal join(Waiter waiter, long now) {
		Refusal refusal = whyNot(waiter, now);
		if (refusal != null) {
			this.permits.endWait();
			return refusal;
		}
		of(waiter).add(waiter, now);
		waiter.segment.begins(waiter, now);
		if (waiter.nested && isLocked()) {
			remove(waiter);
			return Refusal.POOL_LOCK;
		}
		return null;
	}

	private @Nullable Refusal whyNot(Waiter waiter, long now) {
		int before = waiter.nested ? 0 : this.nested.size();
		int permits = this.segments.isDivided() ? Math.max(1, waiter.segment.inUse()) : this.capacity.size();
		return of(waiter).whyNot(waiter, before, permits, now);
	}

	private Line of(Waiter waiter) {
		return waiter.nested ? this.nested : waiter.segment.line();
	}

	// Every thread that has a connection waits for another one.
	private boolean isLocked() {
		int used = this.permits.inUse();
		return used >= this.capacity.size() && this.holders.heldBy(waitingHolders()) >= used;
	}

	Set<Thread> waitingHolders() {
		Set<Thread> threads = new HashSet<>();
		this.nested.forEach((waiter) -> threads.add(waiter.thread));
		return threads;
	}

	/**
	 * Tell whether it is only the maximum of its segment for which a caller gets no
	 * permit. A second connection is bound by none.
	 * @param waiter the caller
	 * @param now the time
	 * @return whether it could have one if the maximum were larger
	 */
	boolean isSegmentFull(Waiter waiter, long now) {
		return !waiter.nested && isFull(waiter.segment, now);
	}

	private boolean isFull(Segment segment, long now) {
		return this.segments.isFull(segment, this.capacity.open(), this.permits.inUse(), now);
	}

	/**
	 * Take somebody out of its line who gets no permit.
	 * @param waiter who waits
	 * @param reason why
	 * @param now the time
	 */
	void refuse(Waiter waiter, Refusal reason, long now) {
		remove(waiter);
		waiter.refuse(reason, isSegmentFull(waiter, now));
	}

	private void remove(Waiter waiter) {
		of(waiter).remove(waiter);
		waiter.segment.ends();
		this.permits.endWait();
	}

	/**
	 * Take a permit back, and give it to whoever is next.
	 * @param segment the segment that had it
	 * @param now the time
	 * @return who has it now, to be woken; {@code null} if it is free
	 * @throws IllegalStateException if there was no such permit
	 */
	@Nullable Waiter handOver(Segment segment, long now) {
		int used = this.permits.inUse();
		boolean full = isFull(segment, now);
		if (!this.segments.gaveBack(segment, used, now)) {
			throw this.permits.givenBackTwice();
		}
		Waiter next = takeNext(used - 1, full ? segment : null, now);
		if (next == null) {
			this.permits.giveBack();
		}
		else {
			of(next).moved(now);
		}
		return next;
	}

	// Takes it out of its line; the permit is the caller's. The segment is one that was
	// full until now.
	private @Nullable Waiter takeNext(int used, @Nullable Segment full, long now) {
		Waiter next = null;
		if (used < this.capacity.size()) {
			int open = this.capacity.open();
			next = takeFrom(this.nested, full, now);
			Line line = (next != null || used >= open) ? null : this.segments.next(open, used, now);
			while (next == null && line != null) {
				next = takeFrom(line, full, now);
				line = (next != null) ? null : this.segments.next(open, used, now);
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
			remove(next);
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

	/**
	 * Let in and wake whom a pool that has grown has room for.
	 * @param now the time
	 */
	void admitMore(long now) {
		Waiter next;
		do {
			// Counted as in use before it is given to somebody, so that nobody else can
			// take it: while anybody waits all come here.
			next = takeNext(this.permits.take(), null, now);
			if (next == null) {
				this.permits.giveBack();
			}
			else {
				LockSupport.unpark(next.thread);
			}
		}
		while (next != null);
	}

	/**
	 * Refuse and wake those who may be refused where nothing has come back for longer
	 * than the interval.
	 * @param now the time
	 */
	void refuseStalled(long now) {
		long patience = this.settings.target().multipliedBy(2).toNanos();
		for (Segment segment : this.segments.all()) {
			if (segment.line().isStalled(now)) {
				segment.line().forEach((waiter) -> {
					if (waiter.sheddable && now - waiter.since > patience) {
						turnAway(waiter, Refusal.STALLED, now);
					}
				});
			}
		}
	}

	/**
	 * Refuse and wake one of those who wait for a second connection if every thread that
	 * has one does so.
	 * @param now the time
	 */
	void endLock(long now) {
		Waiter last = this.nested.last();
		if (last != null && isLocked()) {
			turnAway(last, Refusal.POOL_LOCK, now);
		}
	}

	private void turnAway(Waiter waiter, Refusal reason, long now) {
		refuse(waiter, reason, now);
		LockSupport.unpark(waiter.thread);
	}

	RefusedCaller refused(Waiter waiter, Refusal reason, boolean segmentFull, long now) {
		SegmentSnapshot segment = this.segments.isDivided() ? figures(waiter.segment, now) : null;
		return new RefusedCaller(waiter, reason, segmentFull, now - waiter.since, figures(now), segment,
				of(waiter).timeToServeAll(now));
	}

	GateSnapshot figures(long now) {
		boolean standing = this.segments.all().stream().anyMatch((segment) -> segment.line().isStanding(now));
		int used = this.permits.inUse();
		return new GateSnapshot(this.capacity.size(), used, this.permits.waiting(), this.nested.size(),
				this.segments.waitingForSegments(), this.segments.kept(this.capacity.open(), used, now), standing);
	}

	SegmentSnapshot figures(Segment segment, long now) {
		return this.segments.figures(segment, this.capacity.size(), this.capacity.open(), this.permits.inUse(), now);
	}

	boolean isConsistent(long now) {
		int used = this.permits.inUse();
		int open = this.capacity.open();
		boolean idle = used < open && this.segments.next(open, used, now) != null
				|| this.nested.size() > 0 && used < this.capacity.size();
		return this.permits.waiting() == this.nested.size() + this.segments.inLines() && used >= 0 && !idle
				&& this.segments.isConsistent(used);
	}

}

package dev.mainstay.admission;

import org.jspecify.annotations.Nullable;

import dev.mainstay.operation.WorkScope;

/**
 * A thread that waits for a permit. All but the outcome belongs to whoever has the lock
 * of the gate.
 */
final class Waiter {

	final Thread thread;

	final Segment segment;

	// Has a connection of the pool already.
	final boolean nested;

	final boolean sheddable;

	final long since;

	// When it stops waiting, and what that is called.
	final long until;

	final Refusal atLast;

	private volatile @Nullable Outcome outcome;

	// Why, if it was refused, and whether because of its segment. Written before the
	// outcome.
	private @Nullable Refusal refusal;

	private boolean segmentFull;

	@Nullable Waiter before;

	@Nullable Waiter after;

	Waiter(Thread thread, Segment segment, boolean nested, boolean sheddable, long since, long until, Refusal atLast) {
		this.thread = thread;
		this.segment = segment;
		this.nested = nested;
		this.sheddable = sheddable;
		this.since = since;
		this.until = until;
		this.atLast = atLast;
	}

	/**
	 * Find out how long the calling thread may wait.
	 * @param thread the calling thread
	 * @param segment the segment it is in
	 * @param nested whether it has a connection of the pool already
	 * @param settings how callers are let in
	 * @param poolTimeout how long the pool lets a caller wait, in nanoseconds
	 * @param now the time
	 * @return the waiter
	 */
	static Waiter of(Thread thread, Segment segment, boolean nested, AdmissionSettings settings, long poolTimeout,
			long now) {
		WorkScope scope = WorkScope.current();
		boolean mayBeRefused = segment.shed() == Shedding.ALL || (scope != null && scope.isAwaited());
		boolean sheddable = mayBeRefused && !nested;
		long longest = poolTimeout;
		Refusal atLast = Refusal.TIMEOUT;
		if (sheddable && settings.maxWait().toNanos() < longest) {
			longest = settings.maxWait().toNanos();
			atLast = Refusal.MAX_WAIT;
		}
		long left = (scope != null) ? scope.nanosLeft(now) : Long.MAX_VALUE;
		if (left < longest) {
			longest = Math.max(0, left);
			atLast = Refusal.DEADLINE;
		}
		return new Waiter(thread, segment, nested, sheddable, now, now + longest, atLast);
	}

	@Nullable Outcome outcome() {
		return this.outcome;
	}

	Refusal refusal() {
		Refusal known = this.refusal;
		return (known != null) ? known : this.atLast;
	}

	void grant() {
		this.outcome = Outcome.GRANTED;
	}

	boolean isSegmentFull() {
		return this.segmentFull;
	}

	void refuse(Refusal reason, boolean segmentFull) {
		this.refusal = reason;
		this.segmentFull = segmentFull;
		this.outcome = Outcome.REFUSED;
	}

	/**
	 * What became of it.
	 */
	enum Outcome {

		GRANTED, REFUSED

	}

}

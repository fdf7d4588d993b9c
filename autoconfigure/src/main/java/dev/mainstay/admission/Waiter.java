package dev.mainstay.admission;

import org.jspecify.annotations.Nullable;

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

	// Why, if it was refused. Written before the outcome.
	private @Nullable Refusal refusal;

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

	void refuse(Refusal reason) {
		this.refusal = reason;
		this.outcome = Outcome.REFUSED;
	}

	/**
	 * What became of it.
	 */
	enum Outcome {

		GRANTED, REFUSED

	}

}

package dev.mainstay.admission;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Callers that wait for the same permits, and how fast they get them. Belongs to whoever
 * has the lock of the gate.
 */
final class Line {

	private final AdmissionSettings settings;

	private final WaitQueue queue = new WaitQueue();

	private final DrainRate drain = new DrainRate();

	private int sheddable;

	private long emptyUntil;

	Line(AdmissionSettings settings) {
		this.settings = settings;
	}

	/**
	 * Tell whether a caller that begins to wait would do so in vain.
	 * @param waiter the caller, who is not in the line yet
	 * @param before how many wait elsewhere who will get a permit first
	 * @param permits how many permits its holders have at the same time
	 * @param now the time
	 * @return why it is to be refused, or {@code null} if it may wait
	 */
	@Nullable Refusal whyNot(Waiter waiter, int before, int permits, long now) {
		if (waiter.sheddable && this.sheddable >= this.settings.maxQueue()) {
			return Refusal.QUEUE_FULL;
		}
		int ahead = before + this.queue.size();
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
		return (codel && isStanding(now) && wait > longestStanding(permits, now)) ? Refusal.OVERLOAD : null;
	}

	// Where connections are held for long, callers wait longer than the target as soon as
	// there is any queue at all; half of the time that one is held is no overload.
	private long longestStanding(int permits, long now) {
		return Math.max(this.settings.target().toNanos(), this.drain.timeFor(permits, now) / 2);
	}

	boolean isStanding(long now) {
		return this.queue.size() > 0 && now - this.emptyUntil > this.settings.interval().toNanos();
	}

	void add(Waiter waiter, long now) {
		if (this.queue.size() == 0) {
			this.emptyUntil = now;
			this.drain.begin(now);
		}
		this.queue.add(waiter);
		this.sheddable += waiter.sheddable ? 1 : 0;
	}

	void remove(Waiter waiter) {
		this.queue.remove(waiter);
		this.sheddable -= waiter.sheddable ? 1 : 0;
	}

	/**
	 * A permit came back while somebody was waiting in the line.
	 * @param now the time
	 */
	void moved(long now) {
		this.drain.returned(now);
	}

	boolean isStalled(long now) {
		return this.settings.policy() == AdmissionPolicy.CODEL
				&& this.drain.isStalled(now, this.settings.interval().toNanos());
	}

	/**
	 * Return when those who wait now will have been served.
	 * @param now the time
	 * @return nanoseconds from now on
	 */
	long timeToServeAll(long now) {
		return this.drain.timeFor(this.queue.size(), now);
	}

	@Nullable Waiter first() {
		return this.queue.first();
	}

	@Nullable Waiter last() {
		return this.queue.last();
	}

	int size() {
		return this.queue.size();
	}

	void forEach(Consumer<Waiter> look) {
		this.queue.forEach(look);
	}

	boolean isConsistent() {
		return this.sheddable >= 0 && this.sheddable <= this.queue.size();
	}

}

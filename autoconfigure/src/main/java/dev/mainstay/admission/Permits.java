package dev.mainstay.admission;

import java.util.concurrent.atomic.AtomicLong;

/*
 * The number of waiters is changed only by whoever has the lock of the gate. Whoever
 * begins to wait does so by the same compare-and-set that finds no permit free, so that a
 * permit that is given back at the same time is either seen by him or sees him.
 */

/**
 * How many permits are in use and how many callers wait for one, in one number. While
 * nobody waits, to take and to give back a permit is one compare-and-set. Thread-safe.
 */
final class Permits {

	private static final long WAITER = 1L << 32;

	private final String name;

	// Waiters in the upper half, permits in use in the lower one.
	private final AtomicLong state = new AtomicLong();

	/**
	 * Create the permits of a gate.
	 * @param name the bean name of its data source
	 */
	Permits(String name) {
		this.name = name;
	}

	/**
	 * Take a permit unless somebody waits.
	 * @param limit how many may be in use
	 * @return whether there was one
	 */
	boolean tryTake(int limit) {
		long current = this.state.get();
		while (current < WAITER && current < limit) {
			if (this.state.compareAndSet(current, current + 1)) {
				return true;
			}
			current = this.state.get();
		}
		return false;
	}

	/**
	 * Give a permit back unless somebody waits.
	 * @return whether nobody does
	 * @throws IllegalStateException if there is no permit in use
	 */
	boolean tryGiveBack() {
		long current = this.state.get();
		while (current < WAITER) {
			if (current == 0) {
				throw givenBackTwice();
			}
			if (this.state.compareAndSet(current, current - 1)) {
				return true;
			}
			current = this.state.get();
		}
		return false;
	}

	/**
	 * Either take a permit, whoever waits, or count as waiting, in one step. By whoever
	 * has the lock.
	 * @param limit how many may be in use for this caller; 0 if it may have none
	 * @return whether a permit was taken; else {@link #endWait()} is owed
	 */
	boolean takeOrWait(int limit) {
		while (true) {
			long current = this.state.get();
			boolean free = (int) current < limit;
			if (this.state.compareAndSet(current, current + (free ? 1 : WAITER))) {
				return free;
			}
		}
	}

	/**
	 * One waits no longer. By whoever has the lock.
	 */
	void endWait() {
		this.state.addAndGet(-WAITER);
	}

	/**
	 * Take a permit, whether one is free or not.
	 * @return how many were in use before
	 */
	int take() {
		return (int) this.state.getAndIncrement();
	}

	/**
	 * Give a permit back, whether somebody waits or not.
	 * @throws IllegalStateException if there is no permit in use
	 */
	void giveBack() {
		long current;
		do {
			current = this.state.get();
			if ((int) current == 0) {
				throw givenBackTwice();
			}
		}
		while (!this.state.compareAndSet(current, current - 1));
	}

	IllegalStateException givenBackTwice() {
		return new IllegalStateException("A permit of the gate of '" + this.name + "' was given back twice");
	}

	int inUse() {
		return (int) this.state.get();
	}

	int waiting() {
		return (int) (this.state.get() >>> 32);
	}

}

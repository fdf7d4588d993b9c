package dev.mainstay.transaction;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import org.jspecify.annotations.Nullable;

/*
 * Units of one operation that deadlocked once tend to meet again: they were in the same
 * place at the same time, and they are when they try again. So those that try again take
 * turns, and while they do, units of the operation that just begin stand in line with
 * them. A unit whose turn it is runs with none of its own kind beside it in this process
 * but those that were under way before the first conflict.
 *
 * An operation without conflicts pays one volatile read. The line is first come, first
 * served; nobody waits in it longer than a bound, and other operations have lines of
 * their own. Nobody who waits holds a connection.
 */

/**
 * Lets the units of one operation that are tried again run one after the other. Safe for
 * use by many threads.
 */
final class Turnstile {

	private final ReentrantReadWriteLock line = new ReentrantReadWriteLock(true);

	private final AtomicInteger retrying = new AtomicInteger();

	private final long patienceNanos;

	Turnstile(long patienceNanos) {
		this.patienceNanos = patienceNanos;
	}

	/**
	 * Stand in line before a first attempt, if there is a line.
	 * @return what to hand back after the attempt, or {@code null} if there was no line,
	 * it did not move in time, or the thread was interrupted in it
	 */
	@Nullable Lock enter() {
		return (this.retrying.get() == 0) ? null : await(this.line.readLock(), this.patienceNanos / 5);
	}

	/**
	 * Say that a unit has met another one and will try again.
	 */
	void conflicted() {
		this.retrying.incrementAndGet();
	}

	/**
	 * Wait for the turn of a unit that tries again.
	 * @param waitNanos the longest time to wait
	 * @return what to hand back after the attempt, or {@code null} if the line did not
	 * move in time or the thread was interrupted in it
	 */
	@Nullable Lock takeTurn(long waitNanos) {
		// A unit around this one, of the same operation and without a transaction, stands
		// in the line already and would wait for itself.
		boolean inside = this.line.getReadHoldCount() > 0;
		return inside ? null : await(this.line.writeLock(), Math.min(waitNanos, this.patienceNanos));
	}

	// Standing in line makes conflicts rarer; without a place the work goes on all the
	// same.
	private static @Nullable Lock await(Lock place, long nanos) {
		try {
			return place.tryLock(nanos, TimeUnit.NANOSECONDS) ? place : null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

	/**
	 * Say that a unit which {@link #conflicted() met} another one has done with it, one
	 * way or the other.
	 */
	void settled() {
		this.retrying.decrementAndGet();
	}

}

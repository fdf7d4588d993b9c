package dev.mainstay.cache.warm;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Something that is read in the background when it is due, by one thread at a time.
 */
abstract class Errand {

	/**
	 * So much longer than it took to read something nothing is read again.
	 */
	private static final int REST = 10;

	/**
	 * The longest rest, whatever has happened.
	 */
	static final long LONGEST_REST = TimeUnit.MINUTES.toNanos(5);

	private static final int MOST_DOUBLINGS = 20;

	private volatile boolean pending;

	private volatile long since;

	private volatile long rest;

	// Changed by the thread that reads.
	private volatile int vain;

	/**
	 * Return why it is to be read now.
	 * @param now the present, in nanoseconds
	 * @return the reason, or {@code null} if it need not be
	 */
	abstract @Nullable WarmingReason due(long now);

	/**
	 * Read it on the calling thread.
	 * @return what became of it
	 * @throws Throwable what the application throws
	 */
	abstract Outcome read() throws Throwable;

	/**
	 * Return what it is called in the log.
	 * @return the name of a method or a class
	 */
	abstract String name();

	/**
	 * Return how long nothing is read again at least.
	 * @return the time in nanoseconds
	 */
	long leastRest() {
		return 0;
	}

	/**
	 * Return how often in a row nothing has come of it.
	 * @return the number of attempts
	 */
	int vain() {
		return this.vain;
	}

	boolean isFree(long now) {
		long needed = this.rest;
		return !this.pending && (needed == 0 || now - this.since >= needed);
	}

	void begin() {
		this.pending = true;
	}

	void postpone() {
		this.pending = false;
	}

	void end(long now, long elapsed, boolean useful, long interval) {
		this.vain = useful ? 0 : Math.min(MOST_DOUBLINGS, this.vain + 1);
		long longer = useful ? 0 : Math.min(LONGEST_REST, interval) << (this.vain - 1);
		this.since = now;
		this.rest = Math.min(LONGEST_REST, Math.max(leastRest(), Math.max(longer, elapsed * REST)));
		this.pending = false;
	}

	/**
	 * What becomes of reading something.
	 */
	enum Outcome {

		/**
		 * The answer is kept.
		 */
		KEPT,

		/**
		 * The answer was read but is not kept.
		 */
		NOT_KEPT,

		/**
		 * It cannot be read in the background.
		 */
		UNREPEATABLE

	}

}

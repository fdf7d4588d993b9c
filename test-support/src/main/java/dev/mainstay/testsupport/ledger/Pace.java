package dev.mainstay.testsupport.ledger;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A thread that does something each time a number of transfers has come to an end, or
 * less often if it takes longer.
 */
final class Pace {

	private final int interval;

	private final Action action;

	private final Semaphore due = new Semaphore(0);

	private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

	private final Thread thread;

	private volatile boolean stopped;

	Pace(String name, int interval, Action action) {
		this.interval = interval;
		this.action = action;
		this.thread = new Thread(this::run, name);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void run() {
		try {
			this.due.acquire();
			this.due.drainPermits();
			// Asked after what was due is taken, for that may be what the end has given.
			while (!this.stopped) {
				this.action.perform();
				this.due.acquire();
				this.due.drainPermits();
			}
		}
		catch (Exception ex) {
			this.failure.set(ex);
		}
	}

	void ended(int transfers) {
		if (transfers % this.interval == 0) {
			this.due.release();
		}
	}

	/**
	 * Stop the thread once it has done what it is at.
	 * @throws InterruptedException if the caller is interrupted
	 * @throws IllegalStateException if its action has failed
	 */
	void stop() throws InterruptedException {
		this.stopped = true;
		this.due.release();
		this.thread.join();
		if (this.failure.get() != null) {
			throw new IllegalStateException("The harness has failed", this.failure.get());
		}
	}

	/**
	 * What is done again and again.
	 */
	@FunctionalInterface
	interface Action {

		void perform() throws Exception;

	}

}

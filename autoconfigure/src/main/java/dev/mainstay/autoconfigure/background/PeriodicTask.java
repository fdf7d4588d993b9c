package dev.mainstay.autoconfigure.background;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Something that is done again and again, on a daemon thread of its own, as long as the
 * application runs. Its interval can be changed, and it can rest, at run time.
 * Thread-safe.
 */
public final class PeriodicTask implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(PeriodicTask.class);

	private final String name;

	private final Runnable task;

	private Duration interval;

	private Duration first;

	private boolean resting;

	private @Nullable ScheduledExecutorService executor;

	private @Nullable ScheduledFuture<?> next;

	private volatile boolean failed;

	/**
	 * Create a task that starts with the application.
	 * @param name the name of its thread, such as {@code db-history}
	 * @param interval the rest between two runs, and before the first
	 * @param task what to do; a failure is told once and does not end it
	 */
	public PeriodicTask(String name, Duration interval, Runnable task) {
		this(name, interval, interval, task);
	}

	/**
	 * Create a task that starts with the application.
	 * @param name the name of its thread, such as {@code db-history}
	 * @param first the rest before the first run, if it is shorter than the interval
	 * @param interval the rest between two runs
	 * @param task what to do; a failure is told once and does not end it
	 */
	public PeriodicTask(String name, Duration first, Duration interval, Runnable task) {
		this.name = name;
		this.first = first;
		this.interval = interval;
		this.task = task;
	}

	@Override
	public synchronized void start() {
		if (this.executor == null) {
			this.executor = Executors.newSingleThreadScheduledExecutor((runnable) -> {
				Thread thread = new Thread(runnable, this.name);
				thread.setDaemon(true);
				return thread;
			});
			schedule();
		}
	}

	private void schedule() {
		if (this.next != null) {
			this.next.cancel(false);
			this.next = null;
		}
		if (this.executor != null && !this.resting) {
			long nanos = this.interval.toNanos();
			long delay = Math.min(this.first.toNanos(), nanos);
			this.next = this.executor.scheduleWithFixedDelay(this::run, delay, nanos, TimeUnit.NANOSECONDS);
		}
	}

	private void run() {
		try {
			this.task.run();
		}
		// The executor would end the task without a word, also for one error that passes.
		catch (RuntimeException | Error ex) {
			if (!this.failed) {
				this.failed = true;
				logger.warn("'{}' failed; it is tried again, but not told again", this.name, ex);
			}
		}
	}

	/**
	 * Change the rhythm from now on.
	 * @param interval the rest between two runs
	 */
	public synchronized void every(Duration interval) {
		this.interval = interval;
		schedule();
	}

	/**
	 * Return the rhythm.
	 * @return the rest between two runs
	 */
	public synchronized Duration interval() {
		return this.interval;
	}

	/**
	 * Let it rest, or go on.
	 * @param resting whether to rest
	 */
	public synchronized void rest(boolean resting) {
		if (this.resting == resting) {
			return;
		}
		this.resting = resting;
		schedule();
	}

	/**
	 * Return whether it rests.
	 * @return whether nothing is done until it is told to go on
	 */
	public synchronized boolean isResting() {
		return this.resting;
	}

	@Override
	public synchronized void stop() {
		if (this.executor != null) {
			this.executor.shutdownNow();
			this.executor = null;
			this.next = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

	// Goes on while the web server finishes its last requests.
	@Override
	public int getPhase() {
		return 0;
	}

}

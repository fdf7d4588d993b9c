package dev.mainstay.observe;

import java.time.Duration;

/**
 * Whether statements are observed and from when on they are slow, both changeable while
 * the application runs. Thread-safe.
 */
public final class StatementObservation {

	private volatile boolean on = true;

	private volatile long slowNanos;

	/**
	 * Create an observation that is on.
	 * @param slowQueryThreshold how long a statement may take without being slow
	 */
	public StatementObservation(Duration slowQueryThreshold) {
		this.slowNanos = slowQueryThreshold.toNanos();
	}

	/**
	 * Return whether statements are observed.
	 * @return whether they are
	 */
	public boolean isOn() {
		return this.on;
	}

	/**
	 * Begin or stop to observe statements. Figures stay as they are.
	 * @param on whether to observe
	 */
	public void turn(boolean on) {
		this.on = on;
	}

	/**
	 * Return from when on a statement is slow.
	 * @return nanoseconds
	 */
	public long slowNanos() {
		return this.slowNanos;
	}

	/**
	 * Say from when on a statement is slow.
	 * @param threshold more than zero
	 * @throws IllegalArgumentException if it is not
	 */
	public void slowFrom(Duration threshold) {
		if (threshold.isZero() || threshold.isNegative()) {
			throw new IllegalArgumentException("The threshold for slow statements must be more than zero");
		}
		this.slowNanos = threshold.toNanos();
	}

}

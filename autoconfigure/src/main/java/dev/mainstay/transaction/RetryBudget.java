package dev.mainstay.transaction;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps retries a small share of the traffic: each unit that succeeds pays in a fraction
 * of a retry, and each retry takes one out. While a database is down nothing is paid in,
 * so that its clients do not multiply their load on it. A token bucket; safe for use by
 * many threads, and paying in contends with nobody.
 */
public final class RetryBudget {

	private final double ratio;

	private final int burst;

	private final LongAdder successes = new LongAdder();

	// Guards what is left and up to which success that has been counted.
	private final ReentrantLock lock = new ReentrantLock();

	private double left;

	private long counted;

	/**
	 * Create a budget that is full.
	 * @param ratio how many retries a success pays for, 0.1 for one in ten
	 * @param burst most retries that can be saved up
	 */
	public RetryBudget(double ratio, int burst) {
		this.ratio = ratio;
		this.burst = burst;
		this.left = burst;
	}

	void succeeded() {
		this.successes.increment();
	}

	/**
	 * Take a retry out.
	 * @return whether there was one left
	 */
	boolean take() {
		this.lock.lock();
		try {
			long now = this.successes.sum();
			this.left = Math.min(this.burst, this.left + (now - this.counted) * this.ratio);
			this.counted = now;
			if (this.left < 1) {
				return false;
			}
			this.left--;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

}

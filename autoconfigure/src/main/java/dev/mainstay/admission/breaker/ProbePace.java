package dev.mainstay.admission.breaker;

import java.time.Duration;

/**
 * How long the pauses between probes are: short at first, because most databases are back
 * soon, and never long enough to keep callers waiting. Belongs to whoever has the lock of
 * the breaker.
 */
final class ProbePace {

	private static final long FIRST = Duration.ofSeconds(1).toNanos();

	private static final int PROBES_IN_RESET_TIMEOUT = 12;

	private final long longest;

	private long next;

	ProbePace(Duration resetTimeout) {
		this.longest = Math.max(1, resetTimeout.toNanos() / PROBES_IN_RESET_TIMEOUT);
		restart();
	}

	void restart() {
		this.next = Math.min(FIRST, this.longest);
	}

	long pause() {
		long pause = this.next;
		this.next = Math.min(pause * 2, this.longest);
		return pause;
	}

	Duration longest() {
		return Duration.ofNanos(this.longest);
	}

}

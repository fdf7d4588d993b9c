package dev.mainstay.cache.warm;

import java.util.concurrent.TimeUnit;

/**
 * How many answers may be read at the moment, and for how long: both grow with time, up
 * to what a few seconds bring. A read that took longer than there was time for is paid
 * back by not reading. Thread-safe.
 */
final class Budget {

	private static final double NANOS_PER_SECOND = 1e9;

	private static final long SAVED = TimeUnit.SECONDS.toNanos(2);

	private static final double DEEPEST_DEBT = TimeUnit.MINUTES.toNanos(1);

	private final double readsPerNano;

	private final double share;

	private final double mostReads;

	private final double mostNanos;

	// Guarded by this, as all below.
	private double reads;

	private double nanos;

	private long refilled;

	Budget(WarmingSettings settings, long now) {
		long saved = Math.max(SAVED, 2 * settings.interval().toNanos());
		this.readsPerNano = settings.maxRate() / NANOS_PER_SECOND;
		this.share = settings.maxShare() * settings.threads();
		this.mostReads = Math.max(1, saved * this.readsPerNano);
		this.mostNanos = saved * this.share;
		this.reads = this.mostReads;
		this.nanos = this.mostNanos;
		this.refilled = now;
	}

	synchronized void refill(long now) {
		long passed = Math.max(0, now - this.refilled);
		this.refilled = now;
		this.reads = Math.min(this.mostReads, this.reads + passed * this.readsPerNano);
		this.nanos = Math.min(this.mostNanos, this.nanos + passed * this.share);
	}

	synchronized boolean take() {
		if (this.nanos <= 0 || this.reads < 1) {
			return false;
		}
		this.reads--;
		return true;
	}

	synchronized boolean hasTime() {
		return this.nanos > 0;
	}

	synchronized void spend(long elapsed) {
		this.nanos = Math.max(-DEEPEST_DEBT, this.nanos - elapsed);
	}

}

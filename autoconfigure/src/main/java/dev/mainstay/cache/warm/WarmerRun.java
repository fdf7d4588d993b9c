package dev.mainstay.cache.warm;

import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.CacheWarmer;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.FollowedRead;

/*
 * Nobody knows whether what a warmer has asked is asked by anybody else. So it runs less
 * often the more often it has to: each time that it was outdated again when its rest was
 * over doubles the next one, and each time that it was not halves it.
 */

/**
 * A warmer of the application, run at start and when what it has read has changed.
 */
final class WarmerRun extends Errand {

	private static final int MOST_ATTEMPTS = 5;

	private final CacheWarmer warmer;

	private final CachedReads reads;

	private final long interval;

	private volatile boolean started;

	private volatile @Nullable BooleanSupplier current;

	private volatile long period;

	private volatile boolean lasting;

	WarmerRun(CacheWarmer warmer, CachedReads reads, long interval) {
		this.warmer = warmer;
		this.reads = reads;
		this.interval = interval;
		this.period = interval;
	}

	@Override
	@Nullable WarmingReason due(long now) {
		if (!this.started) {
			return (vain() < MOST_ATTEMPTS) ? WarmingReason.START : null;
		}
		BooleanSupplier known = this.current;
		// What could not be followed the last time, as when the catalog was not known,
		// may be outdated by now.
		if (known != null && known.getAsBoolean()) {
			this.lasting = true;
			return null;
		}
		return WarmingReason.OUTDATED;
	}

	@Override
	Outcome read() throws Exception {
		if (this.started) {
			this.period = this.lasting ? Math.max(this.interval, this.period / 2)
					: Math.min(LONGEST_REST, this.period * 2);
			this.lasting = false;
		}
		BooleanSupplier known;
		try (FollowedRead read = this.reads.follow()) {
			this.warmer.warm();
			known = this.reads.currency(read);
		}
		this.current = known;
		this.started |= known != null;
		return (known != null && known.getAsBoolean()) ? Outcome.KEPT : Outcome.NOT_KEPT;
	}

	@Override
	long leastRest() {
		return this.period;
	}

	@Override
	String name() {
		return this.warmer.getClass().getSimpleName();
	}

}

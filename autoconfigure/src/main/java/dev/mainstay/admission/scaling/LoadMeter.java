package dev.mainstay.admission.scaling;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Measures the load of a pool, interval by interval. Confined to the thread that looks.
 */
final class LoadMeter {

	private static final double SECOND = 1_000_000_000;

	private final ScaledPool pool;

	private final long interval;

	private @Nullable Start start;

	private int looks;

	private long inUse;

	private int peak;

	private long waiting;

	LoadMeter(ScaledPool pool, Duration interval) {
		this.pool = pool;
		this.interval = interval.toNanos();
	}

	/**
	 * Look at the pool once.
	 * @param now the time in nanoseconds
	 * @return the load of the interval, if one is over
	 */
	@Nullable Load look(long now) {
		PoolUse use = this.pool.use();
		Start begun = this.start;
		if (begun == null) {
			this.start = new Start(now, use, this.pool.counts());
			return null;
		}
		this.looks++;
		this.inUse += use.inUse();
		this.peak = Math.max(this.peak, use.inUse());
		this.waiting += use.waiting();
		if (now - begun.time() < this.interval) {
			return null;
		}
		Start next = new Start(now, use, this.pool.counts());
		Load load = load(begun, next);
		this.start = next;
		this.looks = 0;
		this.inUse = 0;
		this.peak = 0;
		this.waiting = 0;
		return load;
	}

	private Load load(Start from, Start to) {
		PoolCounts before = from.counts();
		PoolCounts after = to.counts();
		long borrows = Math.max(0, after.borrows() - before.borrows());
		long refused = Math.max(0, after.refused() - before.refused());
		// Whoever came is done, was refused, or is still there.
		long arrivals = Math.max(0, borrows + refused + to.present() - from.present());
		return new Load((to.time() - from.time()) / SECOND, this.pool.size(), arrivals, borrows, refused,
				seconds(before.held(), after.held()), seconds(before.idle(), after.idle()),
				seconds(before.waited(), after.waited()), (double) this.inUse / this.looks, this.peak,
				(double) this.waiting / this.looks);
	}

	private static double seconds(Duration before, Duration after) {
		return Math.max(0, after.minus(before).toNanos() / SECOND);
	}

	/**
	 * Forget what was measured of an interval that is not over.
	 */
	void reset() {
		this.start = null;
		this.looks = 0;
		this.inUse = 0;
		this.peak = 0;
		this.waiting = 0;
	}

	/**
	 * How it was when an interval began.
	 */
	private record Start(long time, PoolUse use, PoolCounts counts) {

		long present() {
			return (long) this.use.inUse() + this.use.waiting();
		}

	}

}

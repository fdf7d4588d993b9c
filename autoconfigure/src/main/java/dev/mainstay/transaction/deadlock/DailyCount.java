package dev.mainstay.transaction.deadlock;

import java.time.Duration;
import java.time.Instant;

/**
 * Counts what happens over a day, in steps of ten minutes; not safe for use by many
 * threads.
 */
final class DailyCount {

	static final Duration DAY = Duration.ofDays(1);

	private static final long STEP_SECONDS = 600;

	private static final int STEPS = 144;

	private final long[] counts = new long[STEPS];

	private long newest = Long.MIN_VALUE / 2;

	void add(Instant now, long count) {
		long step = advance(now);
		this.counts[slot(step)] += count;
	}

	/**
	 * Return what was counted lately.
	 * @param now the time
	 * @param period how far to look back, a day at most; the step that has begun counts
	 * as a whole one
	 * @return the count
	 */
	long last(Instant now, Duration period) {
		long step = advance(now);
		long sum = 0;
		for (long i = 0; i < period.toSeconds() / STEP_SECONDS; i++) {
			sum += this.counts[slot(step - i)];
		}
		return sum;
	}

	private long advance(Instant now) {
		long step = Math.max(this.newest, Math.floorDiv(now.getEpochSecond(), STEP_SECONDS));
		for (long passed = Math.max(this.newest + 1, step - STEPS + 1); passed <= step; passed++) {
			this.counts[slot(passed)] = 0;
		}
		this.newest = step;
		return step;
	}

	private static int slot(long step) {
		return (int) Math.floorMod(step, (long) STEPS);
	}

}

package dev.mainstay.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What happened to the statements of one data source in the last day, in steps of ten
 * minutes. Thread-safe.
 */
final class StatementDay {

	private static final Duration STEP = Duration.ofMinutes(10);

	private static final int STEPS = 144;

	private static final int STEPS_PER_HOUR = 6;

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration DAY = Duration.ofDays(1);

	private final Step[] steps = new Step[STEPS];

	private long newest = Long.MIN_VALUE / 2;

	private StatementTotal last = StatementTotal.NONE;

	StatementDay() {
		Arrays.fill(this.steps, Step.EMPTY);
	}

	// Read while nobody else notes, so that nothing is counted twice.
	synchronized void note(Instant now, Supplier<StatementTotal> total) {
		StatementTotal current = total.get();
		long step = advance(now);
		this.steps[slot(step)] = this.steps[slot(step)].plus(Step.between(this.last, current));
		this.last = current;
	}

	synchronized RecentStatements recent(Instant now, Duration age) {
		long step = advance(now);
		long statements = sum(step, STEPS_PER_HOUR, Step::statements);
		long nanos = sum(step, STEPS_PER_HOUR, Step::nanos);
		Duration counted = (age.compareTo(DAY) < 0) ? age : DAY;
		double hours = (counted.compareTo(HOUR) < 0) ? 1 : (double) counted.toSeconds() / HOUR.toSeconds();
		return new RecentStatements((statements > 0) ? Duration.ofNanos(nanos / statements) : null,
				sum(step, STEPS, Step::slow), sum(step, STEPS, Step::errors) / hours);
	}

	private long sum(long newest, int steps, ToLongFunction<Step> figure) {
		long sum = 0;
		for (int i = 0; i < steps; i++) {
			sum += figure.applyAsLong(this.steps[slot(newest - i)]);
		}
		return sum;
	}

	private long advance(Instant now) {
		long current = Math.floorDiv(now.getEpochSecond(), STEP.toSeconds());
		// The clock was far ahead: what was noted then would be the newest for as long.
		if (this.newest - current >= STEPS) {
			Arrays.fill(this.steps, Step.EMPTY);
			this.newest = current;
		}
		long step = Math.max(this.newest, current);
		for (long passed = Math.max(this.newest + 1, step - STEPS + 1); passed <= step; passed++) {
			this.steps[slot(passed)] = Step.EMPTY;
		}
		this.newest = step;
		return step;
	}

	private static int slot(long step) {
		return (int) Math.floorMod(step, (long) STEPS);
	}

	/**
	 * What happened in ten minutes.
	 *
	 * @param statements how many were executed
	 * @param nanos how long they took together
	 * @param slow how many were slow
	 * @param errors how many failed
	 */
	private record Step(long statements, long nanos, long slow, long errors) {

		private static final Step EMPTY = new Step(0, 0, 0, 0);

		static Step between(StatementTotal before, StatementTotal after) {
			return new Step(after.latencies().count() - before.latencies().count(),
					after.latencies().totalNanos() - before.latencies().totalNanos(), after.slow() - before.slow(),
					after.failed() - before.failed());
		}

		Step plus(Step other) {
			return new Step(this.statements + other.statements, this.nanos + other.nanos, this.slow + other.slow,
					this.errors + other.errors);
		}

	}

}

package dev.mainstay.history.analysis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Signal;
import dev.mainstay.history.Robust;
import dev.mainstay.history.Series;
import dev.mainstay.history.Summary;
import dev.mainstay.history.Window;

/**
 * Whether a pool has the right size, and what says so. It is advice: nothing is resized.
 *
 * @param verdict what the numbers say
 * @param limit the connections that the pool may open, or {@code null} if unknown
 * @param recommended the connections that it should be allowed, or {@code null} if that
 * can't be said
 * @param peakUtilization the highest utilization, in percent
 * @param p95Utilization what utilization did not exceed in 95 % of the windows
 * @param waitingPercent the share of the windows in which threads were waiting
 * @param mostWaiting the most threads that waited at once
 * @param timeouts waits that ended without a connection
 * @param covered how much time was measured
 * @param sentence the advice for people
 */
public record ScalingAdvice(Verdict verdict, @Nullable Integer limit, @Nullable Integer recommended,
		double peakUtilization, double p95Utilization, double waitingPercent, double mostWaiting, long timeouts,
		Duration covered, String sentence) {

	private static final int LEAST_WINDOWS = 30;

	private static final Duration A_DAY = Duration.ofHours(23);

	private static final double HIGH = 90;

	private static final double LOW = 30;

	private static final double GOAL = 70;

	private static final double OFTEN_WAITING = 5;

	// Statements that take so much longer while the pool is used up wait in the database.
	private static final double SLOWER = 1.5;

	/**
	 * Judge the size of a pool.
	 * @param window what is remembered, best a day with its busiest hours
	 * @return the advice
	 */
	public static ScalingAdvice of(Window window) {
		Series utilization = window.series(Signal.CONNECTION_UTILIZATION);
		if (utilization.size() < LEAST_WINDOWS) {
			return new ScalingAdvice(Verdict.NOT_ENOUGH_DATA, null, null, 0, 0, 0, 0, 0, utilization.covered(),
					"Not enough data: %d windows with a utilization, %d are needed.".formatted(utilization.size(),
							LEAST_WINDOWS));
		}
		return new Evidence(window, utilization).advice();
	}

	/**
	 * What the numbers say about a pool.
	 */
	public enum Verdict {

		/**
		 * Work waits for connections, and the database has room for more.
		 */
		TOO_SMALL,

		/**
		 * Work waits for connections because statements take longer then; more
		 * connections would not help.
		 */
		DATABASE_BUSY,

		/**
		 * Most connections are never used.
		 */
		TOO_LARGE,

		/**
		 * Neither.
		 */
		FINE,

		/**
		 * There are too few values to say.
		 */
		NOT_ENOUGH_DATA;

		/**
		 * Return the name for people.
		 * @return the name in lower case with spaces
		 */
		public String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

	/**
	 * The numbers that an advice is drawn from.
	 */
	private static final class Evidence {

		private final Window window;

		private final Series utilization;

		private final double peak;

		private final double p95;

		private final double waitingPercent;

		private final double mostWaiting;

		private final long timeouts;

		private final @Nullable Integer limit;

		Evidence(Window window, Series utilization) {
			this.window = window;
			this.utilization = utilization;
			double[] values = utilization.values();
			this.peak = Robust.quantile(values, 1);
			this.p95 = Robust.quantile(values, 0.95);
			double[] waiting = window.series(Signal.CONNECTIONS_WAITING).values();
			this.mostWaiting = Arrays.stream(waiting).max().orElse(0);
			this.waitingPercent = (waiting.length != 0)
					? 100.0 * Arrays.stream(waiting).filter((threads) -> threads > 0).count() / waiting.length : 0;
			Summary summary = window.summary(Signal.ACQUIRE_TIMEOUTS);
			this.timeouts = (summary != null && summary.total() != null) ? Math.round(summary.total()) : 0;
			this.limit = window.limit();
		}

		ScalingAdvice advice() {
			boolean scarce = this.timeouts > 0 || this.waitingPercent >= OFTEN_WAITING || this.p95 >= HIGH;
			String evidence = String.format(Locale.ROOT,
					"utilization was at most %.0f %% and in 95 %% of the time no more than %.0f %%, threads were "
							+ "waiting in %.1f %% of the windows (at most %.0f), %d gave up",
					this.peak, this.p95, this.waitingPercent, this.mostWaiting, this.timeouts);
			if (scarce) {
				double slower = slowerWhenFull();
				if (slower >= SLOWER) {
					return advice(Verdict.DATABASE_BUSY, null, String.format(Locale.ROOT,
							"More connections would hardly help: statements take %.1f times as long while the pool is "
									+ "used up, so the database or a lock is what they wait for. Look at the slow "
									+ "statements and long transactions first; %s.",
							slower, evidence));
				}
				Integer more = (this.limit != null) ? (int) Math.ceil(this.limit * Math.max(1.25, this.p95 / GOAL))
						: null;
				return advice(Verdict.TOO_SMALL, more, "The pool is too small for its load: " + evidence
						+ sentence(more) + " Make sure that the database allows as many, for all instances together.");
			}
			if (this.peak <= LOW && this.utilization.covered().compareTo(A_DAY) >= 0) {
				Integer fewer = (this.limit != null) ? (int) Math.max(Math.ceil(this.limit * this.peak / GOAL), 2)
						: null;
				if (fewer == null || this.limit == null || fewer < this.limit) {
					return advice(Verdict.TOO_LARGE, fewer, "The pool is larger than its load needs: " + evidence
							+ sentence(fewer) + " Connections that nobody uses cost the database memory.");
				}
			}
			List<String> words = new ArrayList<>(List.of("The pool has a fitting size: " + evidence + "."));
			if (this.utilization.covered().compareTo(A_DAY) < 0) {
				words.add("Less than a day was measured, the busiest hour may be missing.");
			}
			return advice(Verdict.FINE, this.limit, String.join(" ", words));
		}

		private String sentence(@Nullable Integer recommended) {
			return (recommended != null)
					? "; %d connections instead of %d would fit.".formatted(recommended, this.limit) : ".";
		}

		private double slowerWhenFull() {
			double[] full = this.window.levels(Signal.STATEMENT_MEAN, Signal.CONNECTION_UTILIZATION,
					(percent) -> percent >= HIGH);
			double[] free = this.window.levels(Signal.STATEMENT_MEAN, Signal.CONNECTION_UTILIZATION,
					(percent) -> percent < GOAL);
			if (full.length < 3 || free.length < LEAST_WINDOWS) {
				return 0;
			}
			return Robust.median(full) / Math.max(Robust.median(free), 0.001);
		}

		private ScalingAdvice advice(Verdict verdict, @Nullable Integer recommended, String sentence) {
			return new ScalingAdvice(verdict, this.limit, recommended, this.peak, this.p95, this.waitingPercent,
					this.mostWaiting, this.timeouts, this.utilization.covered(), sentence);
		}

	}

}

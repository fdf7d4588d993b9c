package dev.mainstay.admission.scaling;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.scaling.SizeAdvice.Verdict;
import dev.mainstay.admission.scaling.Sizing.Slowdown;

/**
 * Puts into words what size a pool should have.
 */
final class Advisor {

	private static final int LEAST_INTERVALS = 3;

	private static final int LEAST_BORROWS = 20;

	private static final double MOSTLY = 0.5;

	private static final double SECOND = 1_000_000_000;

	private final Sizing sizing;

	private final int enough;

	/**
	 * Create an advisor.
	 * @param sizing what the load says
	 * @param enough after how many intervals a pool may be called too large
	 */
	Advisor(Sizing sizing, int enough) {
		this.sizing = sizing;
		this.enough = enough;
	}

	/**
	 * Advise.
	 * @param recent the loads that the pool should bear, at least one
	 * @param history these and earlier ones, to compare with
	 * @param size how many connections the pool may have
	 * @return the advice
	 */
	SizeAdvice advise(List<Load> recent, Collection<Load> history, int size) {
		Load busiest = this.sizing.busiest(recent);
		long borrows = recent.stream().mapToLong(Load::borrows).sum();
		if (recent.size() < LEAST_INTERVALS || borrows < LEAST_BORROWS) {
			return advice(Verdict.NOT_ENOUGH_DATA, size, size, recent,
					"Not enough callers to say: %d in %s.".formatted(borrows, text(seconds(recent))));
		}
		int needed = this.sizing.needed(busiest);
		if (needed > size) {
			return more(recent, busiest, history, size, needed);
		}
		int kept = Math.min(size, this.sizing.kept(recent));
		String load = load(recent, busiest);
		if (recent.size() >= this.enough && kept <= size / 2) {
			return advice(Verdict.TOO_LARGE, size, kept, recent,
					"%s. At most %d were in use at once; %d connections instead of %d would do%s.".formatted(load,
							peak(recent), kept, size, wait(busiest, kept)));
		}
		return advice(Verdict.FINE, size, kept, recent, "%s. %d connections are enough for that%s.".formatted(load,
				size, (kept < size) ? ", and " + kept + " would do" + wait(busiest, kept) : ""));
	}

	private SizeAdvice more(List<Load> recent, Load busiest, Collection<Load> history, int size, int needed) {
		String load = load(recent, busiest);
		Slowdown slowdown = this.sizing.slowdown(busiest, history);
		if (slowdown.isThere()) {
			return advice(Verdict.DATABASE_BUSY, size, size, recent, String.format(Locale.ROOT,
					"%s. More than %d connections would hardly help: the database works %.1f times as long for each of "
							+ "%.1f that are in use as it did for each of %.1f. Look at slow statements, locks and the load of its server first.",
					load, size, slowdown.ratio(), busiest.carried(), slowdown.fewer()));
		}
		String instead = "%d connections instead of %d would do%s, rather than %s".formatted(needed, size,
				wait(busiest, needed), text(this.sizing.wait(busiest, size)));
		if (busiest.idleShare() >= MOSTLY) {
			return advice(Verdict.HELD_IDLE, size, needed, recent,
					"%s. %s; but if they were given back when nothing more is asked of the database, %d would do. See who holds them."
						.formatted(load, instead, this.sizing.neededForWork(busiest)));
		}
		return advice(Verdict.TOO_SMALL, size, needed, recent, "%s. %s.".formatted(load, instead));
	}

	/**
	 * Say what is asked of a pool.
	 * @param recent the latest loads
	 * @param busiest the one to tell of
	 * @return the beginning of a sentence
	 */
	private static String load(List<Load> recent, Load busiest) {
		String idle = (busiest.idleShare() > 0)
				? String.format(Locale.ROOT, ", %.0f %% of it without a statement", 100 * busiest.idleShare()) : "";
		String refused = (busiest.refused() > 0) ? " and %d were refused".formatted(busiest.refused()) : "";
		return String.format(Locale.ROOT,
				"At the busiest of the last %s, %.1f callers a second want a connection for %s%s: a load of %.1f "
						+ "connections; they waited %s%s",
				text(seconds(recent)), busiest.arrivalsPerSecond(), text(busiest.hold()), idle, busiest.offered(),
				text(busiest.meanWait()), refused);
	}

	private String wait(Load load, int size) {
		return ", with a wait of " + text(this.sizing.wait(load, size));
	}

	private SizeAdvice advice(Verdict verdict, int size, int recommended, List<Load> recent, String sentence) {
		Load busiest = this.sizing.busiest(recent);
		return new SizeAdvice(verdict, size, recommended, busiest.arrivalsPerSecond(), duration(busiest.hold()),
				busiest.idleShare(), busiest.offered(), peak(recent), duration(busiest.meanWait()),
				finite(this.sizing.wait(busiest, size)), finite(this.sizing.wait(busiest, recommended)),
				duration(seconds(recent)), sentence);
	}

	private static int peak(List<Load> recent) {
		return recent.stream().mapToInt(Load::peak).max().orElse(0);
	}

	private static double seconds(List<Load> recent) {
		return recent.stream().mapToDouble(Load::seconds).sum();
	}

	private static @Nullable Duration finite(double seconds) {
		return Double.isFinite(seconds) ? duration(seconds) : null;
	}

	private static Duration duration(double seconds) {
		return Duration.ofNanos(Math.round(seconds * SECOND));
	}

	static String text(double seconds) {
		if (!Double.isFinite(seconds)) {
			return "one without an end";
		}
		if (seconds >= 1) {
			return String.format(Locale.ROOT, (seconds >= 10) ? "%.0fs" : "%.1fs", seconds);
		}
		return String.format(Locale.ROOT, (seconds >= 0.01) ? "%.0fms" : "%.1fms", seconds * 1000);
	}

}

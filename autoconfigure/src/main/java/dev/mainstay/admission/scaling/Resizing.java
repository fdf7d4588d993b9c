package dev.mainstay.admission.scaling;

import java.util.Collection;
import java.util.List;

/*
 * Up in one interval, down after many: too few connections make callers wait, one too many
 * costs a little memory. A pool grows only as long as somebody waits, and only to what the
 * latest interval needs; it shrinks only so far that the highest use of all the intervals
 * looked at would leave a connection free, so the load that made it grow has to be gone
 * for that long. That, and the bounds, keep it from going up and down with every wave.
 */

/**
 * Decides when a pool gets another size. Confined to the thread that looks.
 */
final class Resizing {

	private static final int UP_PERCENT = 25;

	private static final int DOWN_PERCENT = 10;

	private final Sizing sizing;

	private final int patience;

	private int calm;

	/**
	 * Create the decision.
	 * @param sizing what the load says
	 * @param patience for how many intervals nobody may have waited before it shrinks
	 */
	Resizing(Sizing sizing, int patience) {
		this.sizing = sizing;
		this.patience = patience;
	}

	/**
	 * Decide, once for each interval.
	 * @param recent the loads that the pool should bear, the latest one last
	 * @param history these and earlier ones, to compare with
	 * @param size how many connections it may have
	 * @param least how small it may become
	 * @param most how large it may become
	 * @return how many connections it should have from now on; the present number to
	 * leave it alone
	 */
	int next(List<Load> recent, Collection<Load> history, int size, int least, int most) {
		Load latest = recent.get(recent.size() - 1);
		boolean scarce = this.sizing.isScarce(latest);
		this.calm = scarce ? 0 : this.calm + 1;
		if (size < least || size > most) {
			return Math.max(least, Math.min(most, size));
		}
		if (scarce) {
			return Math.min(most, up(latest, history, size));
		}
		if (this.calm < this.patience) {
			return size;
		}
		int kept = Math.max(least, this.sizing.kept(recent));
		return (kept < size) ? Math.max(kept, size - Math.max(1, size * DOWN_PERCENT / 100)) : size;
	}

	private int up(Load latest, Collection<Load> history, int size) {
		int needed = this.sizing.needed(latest);
		// If nothing came back, something else is wrong.
		if (needed <= size || latest.borrows() == 0 || this.sizing.slowdown(latest, history).isThere()) {
			return size;
		}
		return Math.min(needed, size + Math.max(1, size * UP_PERCENT / 100));
	}

}

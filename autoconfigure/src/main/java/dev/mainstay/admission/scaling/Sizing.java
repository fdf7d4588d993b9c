package dev.mainstay.admission.scaling;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What the load of a pool says about the size that it should have.
 */
final class Sizing {

	private static final double HEAD_ROOM = 0.1;

	// Neighbouring loads are compared, or a limit of the database that begins in between
	// would be averaged away.
	private static final int MOST_CALM = 10;

	private static final int LEAST_CALM = 3;

	private static final double SLOWER = 1.5;

	// With so much of an increase eaten up by longer statements, twice as many
	// connections
	// do not even give half as much throughput more.
	private static final double EATEN = 0.5;

	private final double targetWait;

	private final int reserved;

	/**
	 * Create a sizing.
	 * @param targetWait the mean wait that is short enough, in seconds
	 * @param reserved how many connections are kept for callers who have one already
	 */
	Sizing(double targetWait, int reserved) {
		this.targetWait = targetWait;
		this.reserved = reserved;
	}

	/**
	 * Return how many connections a load needs.
	 * @param load the load
	 * @return the number that the formula says, unless what was seen says otherwise: no
	 * more than there were if nobody had to wait, as callers come more evenly than the
	 * formula assumes, and more than there were if callers had to, as they come in bursts
	 */
	int needed(Load load) {
		int needed = ErlangC.servers(load.offered(), load.hold(), this.targetWait) + this.reserved;
		if (!isScarce(load)) {
			return Math.min(needed, load.size());
		}
		boolean burst = load.borrows() > 0 && load.peak() + this.reserved >= load.size();
		return (burst && needed <= load.size()) ? load.size() + 1 : needed;
	}

	/**
	 * Return how many connections a load would need if they were held for statements
	 * only.
	 * @param load the load
	 * @return the number
	 */
	int neededForWork(Load load) {
		return ErlangC.servers(load.offered() * (1 - load.idleShare()), load.work(), this.targetWait) + this.reserved;
	}

	/**
	 * Return how long callers would wait.
	 * @param load what is asked
	 * @param size how many connections there are
	 * @return the mean wait in seconds; infinite if the load is more than they can bear
	 */
	double wait(Load load, int size) {
		return ErlangC.meanWait(Math.max(1, size - this.reserved), load.offered(), load.hold());
	}

	/**
	 * Return whether callers had to wait for too long, or were refused.
	 * @param load the load
	 * @return whether there were too few connections
	 */
	boolean isScarce(Load load) {
		return load.refused() > 0 || load.meanWait() > this.targetWait;
	}

	Load busiest(List<Load> recent) {
		return recent.stream()
			.max(Comparator.<Load>comparingInt(this::needed).thenComparingDouble(Load::offered))
			.orElseThrow();
	}

	/**
	 * Return how many connections must be left so that what was lately in use would still
	 * find one free.
	 * @param recent the latest loads
	 * @return the number
	 */
	int kept(List<Load> recent) {
		int peak = recent.stream().mapToInt(Load::peak).max().orElse(0);
		int withRoom = peak + Math.max(1, (int) Math.ceil(peak * HEAD_ROOM)) + this.reserved;
		return Math.max(withRoom, needed(busiest(recent)));
	}

	/**
	 * Return how much longer the database works while more of its connections are in use.
	 * @param busy the load with many in use
	 * @param history what it may be compared with
	 * @return the slow-down; {@link Slowdown#NONE} if that is not known, or not so much
	 * that more connections would be in vain
	 */
	Slowdown slowdown(Load busy, Collection<Load> history) {
		double carried = busy.carried();
		List<Load> calm = history.stream()
			.filter((load) -> load.isTelling() && load.work() > 0 && load.carried() <= carried / 2)
			.sorted(Comparator.comparingDouble(Load::carried).reversed())
			.limit(MOST_CALM)
			.toList();
		if (!busy.isTelling() || calm.size() < LEAST_CALM) {
			return Slowdown.NONE;
		}
		double ratio = busy.work() / median(calm.stream().mapToDouble(Load::work).toArray());
		double fewer = median(calm.stream().mapToDouble(Load::carried).toArray());
		boolean inVain = ratio >= SLOWER && Math.log(ratio) >= EATEN * Math.log(carried / fewer);
		return inVain ? new Slowdown(ratio, fewer) : Slowdown.NONE;
	}

	private static double median(double[] values) {
		Arrays.sort(values);
		return values[values.length / 2];
	}

	/**
	 * How much longer the database works.
	 *
	 * @param ratio how many times as long, 0 if not worth mentioning
	 * @param fewer how many connections were in use when it did not
	 */
	record Slowdown(double ratio, double fewer) {

		static final Slowdown NONE = new Slowdown(0, 0);

		boolean isThere() {
			return this.ratio > 0;
		}

	}

}

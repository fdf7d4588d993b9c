package dev.mainstay.cache.warm;

import java.util.Map;

/**
 * What was read in the background so far.
 *
 * @param questions how many questions are kept ready at the moment
 * @param reads how many answers were read and are kept, by reason; one run of a
 * {@link dev.mainstay.cache.CacheWarmer} counts as one
 * @param notKept how many were read but not kept, such as because something was changed
 * meanwhile
 * @param failed how many could not be read
 * @param postponed how often something was not read at once because of a limit
 * @param unrepeatable how many questions were given up because a thread of the background
 * cannot ask them, such as those of a tenant
 */
public record WarmingStatistics(int questions, Map<WarmingReason, Long> reads, long notKept, long failed,
		long postponed, long unrepeatable) {

	public WarmingStatistics {
		reads = Map.copyOf(reads);
	}

	/**
	 * Return how many answers were read for a reason and are kept.
	 * @param reason the reason
	 * @return the number
	 */
	public long reads(WarmingReason reason) {
		return this.reads.getOrDefault(reason, 0L);
	}

}

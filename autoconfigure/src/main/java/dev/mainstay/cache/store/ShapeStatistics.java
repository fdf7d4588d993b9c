package dev.mainstay.cache.store;

import java.util.HashMap;
import java.util.Map;

/**
 * How the answers of one method have been used so far.
 *
 * @param name the method or the cache
 * @param hits how often a kept answer was used
 * @param misses how often there was none that could be used
 * @param outdated how often an answer was found that is not current any more; counted as
 * misses, too
 * @param fills how many answers were stored
 * @param loads how many answers were read
 * @param loadNanos how long reading them took in all, in nanoseconds
 * @param savedNanos how long reading would have taken instead of the hits, in nanoseconds
 * @param sampling whether only a sample is kept, because hardly any answer is used again
 * @param bypasses how often the cache was not asked, by reason
 * @param refusals how often an answer was not stored, by reason
 * @param explanations what the last refusal said, by reason, where it said more
 */
public record ShapeStatistics(String name, long hits, long misses, long outdated, long fills, long loads,
		long loadNanos, long savedNanos, boolean sampling, Map<String, Long> bypasses, Map<String, Long> refusals,
		Map<String, String> explanations) {

	public ShapeStatistics {
		bypasses = Map.copyOf(bypasses);
		refusals = Map.copyOf(refusals);
		explanations = Map.copyOf(explanations);
	}

	static ShapeStatistics none(String name) {
		return new ShapeStatistics(name, 0, 0, 0, 0, 0, 0, 0, false, Map.of(), Map.of(), Map.of());
	}

	ShapeStatistics plus(ShapeStatistics other) {
		return new ShapeStatistics(this.name, this.hits + other.hits, this.misses + other.misses,
				this.outdated + other.outdated, this.fills + other.fills, this.loads + other.loads,
				this.loadNanos + other.loadNanos, this.savedNanos + other.savedNanos, false,
				sum(this.bypasses, other.bypasses), sum(this.refusals, other.refusals), Map.of());
	}

	private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
		Map<String, Long> sum = new HashMap<>(one);
		other.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
		return sum;
	}

	/**
	 * Return the share of hits.
	 * @return hits per question to the cache; 0 if there was none
	 */
	public double hitRatio() {
		long asked = this.hits + this.misses;
		return (asked != 0) ? (double) this.hits / asked : 0;
	}

	/**
	 * Return how often the cache was not asked.
	 * @return the number for all reasons
	 */
	public long bypassed() {
		return this.bypasses.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Return how often an answer was not stored.
	 * @return the number for all reasons
	 */
	public long refused() {
		return this.refusals.values().stream().mapToLong(Long::longValue).sum();
	}

}

package dev.mainstay.cache.check.server;

/**
 * What has happened in many schedules.
 *
 * @param tally what was counted
 * @param hits how many answers came from the cache
 */
public record Summary(Tally tally, long hits) {

	/**
	 * Return how often something has happened.
	 * @param what its name
	 * @return the number of times
	 */
	public long of(String what) {
		return this.tally.of(what);
	}

	@Override
	public String toString() {
		return "hits=" + this.hits + ", " + this.tally;
	}

}

package dev.mainstay.cache.metrics;

/**
 * The meters of the query cache. There is one cache for all data sources, so none has a
 * tag {@code pool}; no tag ever holds a key, which would show arguments.
 */
public enum CacheMeter {

	/**
	 * Counts reads through the cache. Tag: {@code result}, one of {@code hit},
	 * {@code miss} and {@code bypassed}.
	 */
	GETS("db.cache.gets", "Reads through the query cache"),

	/**
	 * Counts hits and misses of one method. Tags: {@code method}, for the first
	 * {@value MethodMeters#MOST} methods that are called, {@code others} for the rest
	 * taken together; {@code result}, {@code hit} or {@code miss}.
	 */
	METHOD_GETS("db.cache.method.gets", "Reads through the query cache by method"),

	/**
	 * Times reads from the database whose answers were to be kept: count and total.
	 */
	LOADS("db.cache.loads", "Time that reading answers to keep took"),

	/**
	 * Sums up the time that reading would have taken instead of the hits.
	 */
	SAVED("db.cache.saved", "Database time that hits have saved"),

	/**
	 * Counts answers that were stored.
	 */
	FILLS("db.cache.fills", "Answers that were stored"),

	/**
	 * Counts answers that were not stored. Tag: {@code reason}, one of
	 * {@link dev.mainstay.cache.tracking.Obstacle#id() the obstacles}, or {@code other}.
	 */
	REFUSED("db.cache.refused", "Answers that were not stored"),

	/**
	 * Counts answers that have gone. Tag: {@code cause}: {@code size} to make room,
	 * {@code expired} when their time was over, {@code outdated} because they were not
	 * current any more, {@code removed} on request, {@code too-large} if they were not
	 * even stored.
	 */
	EVICTIONS("db.cache.evictions", "Answers that have gone"),

	/**
	 * Counts what answers were invalidated by. Tag: {@code by}: {@code tag} for each
	 * table or other tag that has changed, {@code everything} for changes of which it is
	 * not known what they touch, {@code request} for what operators or code have asked
	 * for, whose tags are counted, too.
	 */
	INVALIDATIONS("db.cache.invalidations", "What answers were invalidated by"),

	/**
	 * Gauges the answers that are kept.
	 */
	SIZE("db.cache.size", "Answers that are kept"),

	/**
	 * Gauges how many answers may be kept.
	 */
	MAX_SIZE("db.cache.size.max", "Answers that may be kept"),

	/**
	 * Gauges the memory that answers take.
	 */
	MEMORY("db.cache.memory", "Memory that answers take, estimated"),

	/**
	 * Gauges the memory that answers may take.
	 */
	MAX_MEMORY("db.cache.memory.max", "Memory that answers may take"),

	/**
	 * Gauges whether the changes of other instances are known: 1, or 0 while nothing is
	 * served because they are not.
	 */
	TRUSTED("db.cache.trusted", "Whether answers are served, because changes are known"),

	/**
	 * Gauges how long after a change of another instance an answer without it may be
	 * given, in seconds; 0 where nobody else is told of.
	 */
	STALENESS_BOUND("db.cache.staleness.bound", "Longest time until a change of another instance is seen"),

	/**
	 * Sums up the times to live that answers were given: count and total.
	 */
	TTL("db.cache.ttl", "Time to live that answers were given"),

	/**
	 * Gauges the longest time to live that an answer was given, in seconds.
	 */
	LONGEST_TTL("db.cache.ttl.longest", "Longest time to live that an answer was given"),

	/**
	 * Counts answers that were read in the background and are kept. Tag: {@code reason},
	 * one of {@link dev.mainstay.cache.warm.WarmingReason#id() the reasons}.
	 */
	WARMING_READS("db.cache.warming.reads", "Answers that were read before they were asked for"),

	/**
	 * Counts what was not read in the background, or in vain. Tag: {@code cause}:
	 * {@code postponed} because of a limit, {@code not-kept} such as what was changed
	 * while it was read, {@code failed}, and {@code unrepeatable} for questions that only
	 * the thread can ask that has asked them.
	 */
	WARMING_MISSED("db.cache.warming.missed", "Answers that could not be read before they were asked for"),

	/**
	 * Gauges the questions whose answers are kept ready.
	 */
	WARMING_QUESTIONS("db.cache.warming.questions", "Questions whose answers are kept ready");

	private final String meterName;

	private final String description;

	CacheMeter(String meterName, String description) {
		this.meterName = meterName;
		this.description = description;
	}

	/**
	 * Return the name of the meter.
	 * @return the name in Micrometer's notation
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Return what the meter says.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

}

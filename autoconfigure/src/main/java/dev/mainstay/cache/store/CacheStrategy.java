package dev.mainstay.cache.store;

/**
 * What decides how long an answer is kept, unless what it depends on changes before.
 */
public enum CacheStrategy {

	/**
	 * Keep answers longer that are asked for often or took long to get.
	 */
	ADAPTIVE,

	/**
	 * Keep every answer for the same time.
	 */
	TTL,

	/**
	 * Keep answers until there is no more room; those that were not asked for lately go
	 * first.
	 */
	LRU

}

package dev.mainstay.autoconfigure.cache;

/**
 * Ways to tell other instances of the application what has changed.
 */
public enum CacheInvalidation {

	/**
	 * Tell nobody: there is one instance, or answers of others may be old until their
	 * time is over.
	 */
	LOCAL,

	/**
	 * Tell the others by notifications of PostgreSQL.
	 */
	POSTGRES,

	/**
	 * Tell the others by Redis.
	 */
	REDIS

}

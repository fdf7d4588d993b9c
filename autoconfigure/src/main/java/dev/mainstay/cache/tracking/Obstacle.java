package dev.mainstay.cache.tracking;

import java.util.Locale;

/**
 * Why a cached answer is not given, or an answer not kept, although the cache is on.
 */
public enum Obstacle {

	/**
	 * The open transaction has changed what the answer depends on, and must see that.
	 */
	CHANGED_BY_TRANSACTION,

	/**
	 * The open transaction reads a snapshot, and must read nothing that is younger.
	 */
	SNAPSHOT,

	/**
	 * The persistence context holds changes that were not sent to the database yet.
	 */
	UNFLUSHED_CHANGES,

	/**
	 * The answer depends on something that cannot be followed; the log says on what.
	 */
	NOT_FOLLOWED,

	/**
	 * The value is of a kind that must not be shared, such as an entity.
	 */
	VALUE,

	/**
	 * What the answer depends on has changed while it was read.
	 */
	CHANGED_MEANWHILE,

	/**
	 * The method says that it does not want this call or this answer to be cached.
	 */
	NOT_WANTED,

	/**
	 * The open transaction has had the answer invalidated.
	 */
	INVALIDATED_BY_TRANSACTION,

	/**
	 * An argument cannot be a part of a key; the log says which.
	 */
	KEY,

	/**
	 * What is read here is hardly ever asked for twice.
	 */
	NOT_REPEATED;

	private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

	/**
	 * Return the name for meters and endpoints.
	 * @return the name in lower case with dashes
	 */
	public String id() {
		return this.id;
	}

}

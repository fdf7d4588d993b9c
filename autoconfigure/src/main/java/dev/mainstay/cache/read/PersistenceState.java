package dev.mainstay.cache.read;

/**
 * What the persistence context of the calling thread holds, where there is one. Safe for
 * use by many threads; asked with every look-up, so it must be quick.
 */
public interface PersistenceState {

	/**
	 * There is no persistence context.
	 */
	PersistenceState NONE = new PersistenceState() {
	};

	/**
	 * Return whether a query would send changes to the database first, which an answer
	 * from the cache would not contain.
	 * @return whether it would, or might
	 */
	default boolean hasUnflushedChanges() {
		return false;
	}

	/**
	 * Return whether a query may give entities as they were read earlier.
	 * @return whether the context holds any
	 */
	default boolean holdsEntities() {
		return false;
	}

}

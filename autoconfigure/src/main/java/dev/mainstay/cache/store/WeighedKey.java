package dev.mainstay.cache.store;

/**
 * A key that knows how much memory it takes. Other keys count as small.
 */
public interface WeighedKey {

	/**
	 * Return how much memory the key takes.
	 * @return an estimate, in bytes
	 */
	long weight();

}

package dev.mainstay.cache.key;

/**
 * A value cannot be a part of a key, because nobody could tell whether two of its kind
 * mean the same.
 */
public class UnfitForKeyException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what kind of value it is and what to do; holds the names of types
	 * but no value
	 */
	public UnfitForKeyException(String message) {
		super(message);
	}

}

package dev.mainstay.cache.value;

/**
 * A value cannot be kept: what it is, and what to return instead.
 */
public class UncacheableValueException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what the value is and what to return instead; holds names of types
	 * and properties, but no value
	 */
	public UncacheableValueException(String message) {
		super(message);
	}

}

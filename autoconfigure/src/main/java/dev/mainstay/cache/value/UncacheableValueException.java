package dev.mainstay.cache.value;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be kept: what it is, and what to return instead.
 */
public class UncacheableValueException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what the value is and what to return instead; holds names of types
	 * and properties, but no value
	 * @param cause what has gone wrong, if anything has
	 */
	public UncacheableValueException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

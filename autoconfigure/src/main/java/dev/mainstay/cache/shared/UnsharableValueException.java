package dev.mainstay.cache.shared;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be shared with other instances, or what they have shared cannot be read.
 */
public class UnsharableValueException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what is wrong with it, without the value itself
	 */
	public UnsharableValueException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong with it, without the value itself
	 * @param cause why
	 */
	public UnsharableValueException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

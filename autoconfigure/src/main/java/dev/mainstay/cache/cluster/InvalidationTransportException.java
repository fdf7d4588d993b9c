package dev.mainstay.cache.cluster;

/**
 * Thrown when a message may not have reached the other instances.
 */
public final class InvalidationTransportException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message what went wrong
	 * @param cause why
	 */
	public InvalidationTransportException(String message, Throwable cause) {
		super(message, cause);
	}

}

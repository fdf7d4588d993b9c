package dev.mainstay.admission;

import java.time.Duration;

import dev.mainstay.datasource.RefusedException;

/**
 * The database was found to be away, so nobody asked it for a connection. The cause is
 * the last failure to connect. Where a web request ends with it the answer is 503 with
 * the time after which it is worth asking again.
 */
public final class CircuitOpenException extends RefusedException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message which data source, and since when
	 * @param retryAfter when the database is asked next; greater than zero
	 * @param cause the last failure to connect
	 */
	public CircuitOpenException(String message, Duration retryAfter, Throwable cause) {
		super(message, CIRCUIT_OPEN, retryAfter, cause);
	}

}

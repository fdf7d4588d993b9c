package dev.mainstay.datasource;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A connection was refused before the database was asked: nothing has happened, and it
 * may be had later. Whoever handles the timeout of a pool handles this, too.
 */
public abstract class RefusedException extends SQLTransientConnectionException {

	private static final long serialVersionUID = 1L;

	/**
	 * The SQLState where too many callers wait already.
	 */
	public static final String OVERLOADED = "MS002";

	/**
	 * The SQLState where the database is known to be away.
	 */
	public static final String CIRCUIT_OPEN = "MS003";

	private final Duration retryAfter;

	/**
	 * Create the exception.
	 * @param message what was refused and why
	 * @param state the SQLState
	 * @param retryAfter when it is worth asking again
	 * @param cause what made the database count as away, if anything
	 */
	protected RefusedException(String message, String state, Duration retryAfter, @Nullable Throwable cause) {
		super(message, state, cause);
		this.retryAfter = retryAfter;
	}

	/**
	 * Return when it is worth asking again.
	 * @return how long to wait; greater than zero
	 */
	public Duration retryAfter() {
		return this.retryAfter;
	}

}

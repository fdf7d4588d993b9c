package dev.mainstay.datasource;

import java.sql.SQLException;

/**
 * A commit, or a write outside a transaction, was sent to the server, and it is not known
 * whether the server has done it. Its cause is the driver's error, whose SQLState and
 * vendor code it has.
 */
public final class UnknownOutcomeException extends SQLException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message what is not known, and what to do about it
	 * @param cause the driver's error
	 */
	public UnknownOutcomeException(String message, SQLException cause) {
		super(message, cause.getSQLState(), cause.getErrorCode(), cause);
	}

}

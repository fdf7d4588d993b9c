package dev.mainstay.datasource;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

import org.jspecify.annotations.Nullable;

/**
 * A connection was not given back, did nothing for too long and was taken away from its
 * holder. What was not committed is rolled back. The connection is of no more use.
 */
public final class ConnectionTakenException extends SQLNonTransientConnectionException {

	private static final long serialVersionUID = 1L;

	/**
	 * The SQLState of the exception on every database.
	 */
	public static final String SQL_STATE = "MS004";

	/**
	 * Create the exception.
	 * @param message whose connection was taken, and which property says so
	 * @param cause what the driver raised because of it, if anything
	 */
	public ConnectionTakenException(String message, @Nullable SQLException cause) {
		super(message, SQL_STATE, cause);
	}

}

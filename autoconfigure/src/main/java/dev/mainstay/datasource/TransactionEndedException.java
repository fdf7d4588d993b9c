package dev.mainstay.datasource;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A transaction took longer than the application lets one take and was ended from
 * outside: nothing of it remains. Its connection is of no more use.
 */
public final class TransactionEndedException extends SQLTimeoutException {

	private static final long serialVersionUID = 1L;

	/**
	 * The SQLState of the exception on every database: the one that PostgreSQL gives to a
	 * {@code transaction_timeout}.
	 */
	public static final String SQL_STATE = "25P04";

	/**
	 * Create the exception.
	 * @param message which transaction was ended, and which property says so
	 * @param cause what the driver raised because of it, if anything
	 */
	public TransactionEndedException(String message, @Nullable SQLException cause) {
		super(message, SQL_STATE, cause);
	}

}

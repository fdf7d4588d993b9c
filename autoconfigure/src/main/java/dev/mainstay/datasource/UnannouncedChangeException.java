package dev.mainstay.datasource;

import java.sql.SQLTransientConnectionException;

import org.jspecify.annotations.Nullable;

/**
 * A change was not committed, because other instances of the application could not be
 * told to expect it: nothing of it remains, and it may succeed later. The connection is
 * as good as before.
 */
public final class UnannouncedChangeException extends SQLTransientConnectionException {

	private static final long serialVersionUID = 1L;

	/**
	 * The SQLState of the exception on every database; the standard leaves its class to
	 * whoever needs one.
	 */
	public static final String SQL_STATE = "MS001";

	/**
	 * Create the exception.
	 * @param message what was not announced, and which property says so
	 * @param cause why others could not be told, if that is known
	 */
	public UnannouncedChangeException(String message, @Nullable Throwable cause) {
		super(message, SQL_STATE, cause);
	}

}

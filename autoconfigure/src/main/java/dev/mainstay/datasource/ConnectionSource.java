package dev.mainstay.datasource;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Gives connections: the pool itself, or the pool behind one or more
 * {@link ConnectionDecorator decorators}. Implementations are safe for use by many
 * threads.
 */
@FunctionalInterface
public interface ConnectionSource {

	/**
	 * Return an open connection that the caller closes.
	 * @return a connection; never {@code null}
	 * @throws SQLException if there is none to be had in time
	 */
	Connection getConnection() throws SQLException;

}

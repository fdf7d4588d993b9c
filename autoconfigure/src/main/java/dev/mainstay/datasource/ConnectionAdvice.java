package dev.mainstay.datasource;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What one data source does with its connections beyond lending them. Safe for use by
 * many threads; the connections themselves belong to one thread at a time.
 */
public interface ConnectionAdvice {

	/**
	 * Return which data source this is.
	 * @return its bean name
	 */
	String dataSource();

	/**
	 * Return what the data source connects to.
	 * @return the product
	 */
	DatabaseProduct product();

	/**
	 * See an error before the application does. Must not throw, and must not use the
	 * connection in a way that reaches the server.
	 * @param error the error as the driver raised it
	 * @param connection the connection on which it happened
	 * @param limited whether the application gave the statement a timeout of its own, or
	 * cancelled it
	 * @return the error that the application gets: the same one, or one with the same
	 * SQLState, vendor code and JDBC type whose cause it is
	 */
	SQLException explain(SQLException error, AdvisedConnection connection, boolean limited);

	/**
	 * Take away the session limits for work that may take as long as it needs, such as a
	 * schema migration.
	 * @param connection the connection to set free
	 * @throws SQLException if the server refuses
	 */
	void liftLimits(AdvisedConnection connection) throws SQLException;

	/**
	 * Undo {@link #liftLimits(AdvisedConnection)} before the connection goes back.
	 * @param connection the connection whose limits were lifted
	 * @throws SQLException if the server refuses; the connection must not be lent again
	 */
	void restoreLimits(AdvisedConnection connection) throws SQLException;

	/**
	 * Close a connection and take it out of the pool for good.
	 * @param connection the connection as the pool lent it
	 * @param failed whether that is because of an error on it
	 * @throws SQLException if it cannot be closed in order; it is out of the pool anyway
	 */
	void discard(Connection connection, boolean failed) throws SQLException;

}

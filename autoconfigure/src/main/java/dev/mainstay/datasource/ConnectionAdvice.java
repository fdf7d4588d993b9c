package dev.mainstay.datasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

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
	 * Return who takes part in the transactions.
	 * @return the hooks in their order; always the same ones
	 */
	List<TransactionHook> hooks();

	/**
	 * Return who hears of the statements.
	 * @return one for all of them, which never throws; {@link StatementListeners#NOBODY}
	 * if there is nobody
	 */
	StatementListener statementListener();

	/**
	 * Return the connections that are lent at the moment.
	 * @return always the same live view
	 */
	LentConnections lentConnections();

	/**
	 * Return the time that executions are measured with.
	 * @return nanoseconds since an arbitrary moment
	 */
	long nanoTime();

	/**
	 * Return whether the server has failed the transaction of a connection, so that
	 * committing would silently roll it back. Must not ask the server.
	 * @param connection the connection
	 * @return whether it has; {@code false} where the driver does not know
	 * @throws SQLException if the connection is closed
	 */
	boolean isFailed(AdvisedConnection connection) throws SQLException;

	/**
	 * Return whether it is certain that a transaction has sent nothing, so that it cannot
	 * matter what becomes of its commit. Must not ask the server.
	 * @param connection the connection
	 * @return whether the driver says so
	 * @throws SQLException if the connection is closed
	 */
	boolean isEmpty(AdvisedConnection connection) throws SQLException;

	/**
	 * Return whether the server of a connection is a standby, so that what is read may be
	 * old. Must not ask the server.
	 * @param connection the connection
	 * @return whether it is; {@code false} where the driver does not know
	 * @throws SQLException if the connection is closed
	 */
	boolean isStandby(AdvisedConnection connection) throws SQLException;

	/**
	 * Return whether a statement only reads.
	 * @param sql the statement, which may have parameters
	 * @return whether it does; {@code false} in case of doubt
	 */
	boolean isRead(String sql);

	/**
	 * Return whether a transaction is surely rolled back, or can surely be, although the
	 * request to commit was sent.
	 * @param error the error of the commit
	 * @return whether the server itself says so
	 */
	boolean isRolledBackAtCommit(SQLException error);

	/**
	 * End a transaction that was begun behind JDBC's back, by a statement such as
	 * {@code BEGIN} while the connection commits by itself. Asks the server only if there
	 * may be one.
	 * @param connection the connection, about to be given back
	 * @param begun whether a statement was seen that begins one
	 * @throws SQLException if it cannot be ended; the connection must not be lent again
	 */
	void endLeftOpen(AdvisedConnection connection, boolean begun) throws SQLException;

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

	/**
	 * Cut a connection that another thread uses, and take it out of the pool for good.
	 * @param connection the connection as the pool lent it
	 * @throws SQLException if the driver cannot cut it; it is out of the pool anyway
	 */
	void sever(Connection connection) throws SQLException;

	/**
	 * Close a connection that was severed, on the thread that used it.
	 * @param connection the connection as the pool lent it
	 * @throws SQLException if it cannot be closed in order
	 */
	void release(Connection connection) throws SQLException;

}

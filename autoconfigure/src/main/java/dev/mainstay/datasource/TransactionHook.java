package dev.mainstay.datasource;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Takes part in every transaction on the connections of the advised data sources,
 * whatever opened it: Spring, Hibernate, jOOQ or plain JDBC. Hooks are called on the
 * thread that uses the connection, in their
 * {@link org.springframework.core.annotation.Order order}; one hook serves many threads.
 * A hook that talks to the server does so on {@link AdvisedConnection#delegate()}, where
 * it is not seen by itself.
 */
public interface TransactionHook {

	/**
	 * The first statement of a transaction is about to be sent. Not called for statements
	 * outside of a transaction (auto-commit).
	 * @param connection the connection
	 * @throws SQLException if the transaction must not begin: the statement is not sent
	 * and the application gets this error
	 */
	default void beginning(AdvisedConnection connection) throws SQLException {
	}

	/**
	 * The request to commit is about to be sent. Not called if nothing was sent in this
	 * transaction.
	 * @param connection the connection
	 * @throws SQLException if it must not be committed: the transaction is rolled back
	 * and the application gets this error
	 */
	default void committing(AdvisedConnection connection) throws SQLException {
	}

	/**
	 * The request to commit was sent and failed in a way that leaves open what happened.
	 * The first hook that knows is believed. May take its time, but not forever.
	 * @param connection the connection, of no more use
	 * @param error the error of the commit
	 * @return {@link TransactionState#COMMITTED} or {@link TransactionState#ROLLED_BACK}
	 * if that is proven, else {@link TransactionState#UNKNOWN}
	 */
	default TransactionState resolve(AdvisedConnection connection, SQLException error) {
		return TransactionState.UNKNOWN;
	}

	/**
	 * A transaction could not be rolled back. Its connection is on the way out of the
	 * pool, which makes the server roll it back. Must not throw.
	 * @param connection the connection, of no more use
	 * @param error the error of the rollback
	 */
	default void rollbackFailed(AdvisedConnection connection, SQLException error) {
	}

	/**
	 * A statement is about to be sent outside of a transaction, so that it is committed
	 * by itself.
	 * @param connection the connection
	 * @param sql the statement, or {@code null} if it is a batch of different ones
	 * @throws SQLException if it must not be sent: the application gets this error
	 */
	default void sendingOutsideTransaction(AdvisedConnection connection, @Nullable String sql) throws SQLException {
	}

	/**
	 * The isolation of the transactions to come was chosen. Must not throw.
	 * @param connection the connection
	 */
	default void isolationChosen(AdvisedConnection connection) {
	}

	/**
	 * The driver's own connection gets into the hands of the application, so that more
	 * may be done than is seen until this one is given back. Must not throw.
	 * @param connection the connection
	 */
	default void lentOut(AdvisedConnection connection) {
	}

	/**
	 * The driver's own connection was in the hands of the application, so that more may
	 * have been done than was seen. Told before the connection is given back, and whether
	 * there is a transaction or not. Must not throw.
	 * @param connection the connection
	 */
	default void usedBehind(AdvisedConnection connection) {
	}

	/**
	 * The connection was found lost before anything was sent in a transaction. Must not
	 * throw.
	 * @param connection the connection, of no more use
	 * @param error the error that showed it
	 */
	default void lostAtRest(AdvisedConnection connection, SQLException error) {
	}

	/**
	 * A transaction for which {@link #beginning} was called is over. Must not throw.
	 * @param connection the connection
	 * @param outcome how it ended: committed, rolled back or unknown
	 */
	default void ended(AdvisedConnection connection, TransactionState outcome) {
	}

	/**
	 * A connection was taken away from its thread, which may never use it again: whatever
	 * its transaction was, the database undoes it. {@link #ended} may follow or not.
	 * @param connection the connection, which is cut; called on another thread than that
	 * which has it
	 */
	default void taken(AdvisedConnection connection) {
	}

}

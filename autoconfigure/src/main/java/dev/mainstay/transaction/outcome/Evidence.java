package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.SQLException;

import dev.mainstay.datasource.TransactionState;

/**
 * What one transaction left behind before its commit was sent.
 */
interface Evidence {

	/**
	 * That of a transaction that changed nothing. There is nothing to lose or to do
	 * twice, but what it read may be inconsistent unless it is committed, so it is
	 * repeated.
	 */
	Evidence NOTHING_WRITTEN = (beside, overdue) -> TransactionState.ROLLED_BACK;

	/**
	 * Ask the database what became of the transaction.
	 * @param beside a new connection, committing by itself, which is closed afterwards
	 * @param overdue whether the transaction should be over by now, so that a session
	 * that still holds it is ended
	 * @return committed or rolled back if that is certain, {@code COMMIT_SENT} if it is
	 * worth asking again, {@code UNKNOWN} if it is not
	 * @throws SQLException if there is no answer now
	 */
	TransactionState ask(Connection beside, boolean overdue) throws SQLException;

}

package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The server process that runs one transaction. A process id is given again to others,
 * and a pooler lends one process to many clients, so it is only together with the
 * transaction that it tells whom to end.
 *
 * @param processId the process id
 * @param transactionId the 64-bit id of the transaction
 */
record PostgresBackend(int processId, String transactionId) {

	private static final String TERMINATE = """
			SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE pid = ? AND backend_xid = CAST(CAST(CAST(? AS text) AS xid8) AS xid)""";

	/**
	 * End the process if it still runs the transaction. One that waits for a standby to
	 * confirm its commit has committed nevertheless.
	 * @param beside another connection, of the same user
	 * @throws SQLException if the server refuses
	 */
	void terminate(Connection beside) throws SQLException {
		try (PreparedStatement statement = beside.prepareStatement(TERMINATE)) {
			statement.setInt(1, this.processId);
			statement.setString(2, this.transactionId);
			statement.executeQuery().close();
		}
	}

}

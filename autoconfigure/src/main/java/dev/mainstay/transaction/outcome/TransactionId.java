package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.TransactionState;

/**
 * The evidence that PostgreSQL keeps by itself: its log of transactions. The same id
 * means another transaction on another server, and after a failover, where ids that the
 * new primary never saw are given again; so it is believed only on the same server and
 * timeline.
 *
 * @param backend the process and the transaction
 * @param server the identity of the server and its timeline
 */
record TransactionId(PostgresBackend backend, String server) implements Evidence {

	private static final Logger logger = LoggerFactory.getLogger(TransactionId.class);

	private static final String IN_RECOVERY = "SELECT pg_is_in_recovery()";

	private static final String STATUS = "SELECT " + TransactionIds.SERVER
			+ ", pg_xact_status(CAST(CAST(? AS text) AS xid8))";

	@Override
	public TransactionState ask(Connection beside, boolean overdue) throws SQLException {
		if (isInRecovery(beside)) {
			return TransactionState.COMMIT_SENT;
		}
		if (overdue) {
			end(beside);
		}
		try (PreparedStatement statement = beside.prepareStatement(STATUS)) {
			statement.setString(1, this.backend.transactionId());
			try (ResultSet rows = statement.executeQuery()) {
				rows.next();
				return this.server.equals(rows.getString(1)) ? state(rows.getString(2)) : TransactionState.UNKNOWN;
			}
		}
	}

	// Null means that it was too long ago.
	private static TransactionState state(String status) {
		return switch (String.valueOf(status)) {
			case "committed" -> TransactionState.COMMITTED;
			case "aborted" -> TransactionState.ROLLED_BACK;
			case "in progress" -> TransactionState.COMMIT_SENT;
			default -> TransactionState.UNKNOWN;
		};
	}

	private static boolean isInRecovery(Connection beside) throws SQLException {
		try (Statement statement = beside.createStatement(); ResultSet rows = statement.executeQuery(IN_RECOVERY)) {
			return rows.next() && rows.getBoolean(1);
		}
	}

	private void end(Connection beside) {
		try {
			this.backend.terminate(beside);
		}
		catch (SQLException ex) {
			logger.debug("The session that holds {} could not be ended", this, ex);
		}
	}

	@Override
	public String toString() {
		return "transaction %s on server %s".formatted(this.backend.transactionId(), this.server);
	}

}

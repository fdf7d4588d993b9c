package dev.mainstay.testsupport.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Adds up all balances, time and again, each time in a snapshot of its own: transfers
 * never change the sum.
 */
final class SnapshotReader implements AutoCloseable {

	private final Connection connection;

	private final long expected;

	private final Queue<String> violations = new ConcurrentLinkedQueue<>();

	SnapshotReader(LedgerDatabase database, int accounts) throws SQLException {
		this.expected = accounts * Load.INITIAL_BALANCE;
		this.connection = database.connect();
		this.connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
		this.connection.setAutoCommit(false);
	}

	void read() throws SQLException {
		try (ResultSet row = this.connection.createStatement().executeQuery("SELECT sum(balance) FROM account")) {
			row.next();
			if (row.getLong(1) != this.expected) {
				this.violations
					.add("I1: a snapshot has " + row.getLong(1) + " in all accounts instead of " + this.expected);
			}
		}
		this.connection.rollback();
	}

	Queue<String> violations() {
		return this.violations;
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}

package dev.mainstay.testsupport.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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

	/*
	 * MariaDB was once seen to add up a row before a transfer and one after it, which no
	 * client can bring about: one statement reads one snapshot. Half a transfer that was
	 * really committed is still there when the same snapshot is read again.
	 */
	void read() throws SQLException {
		if (sum() != this.expected) {
			long again = sum();
			if (again != this.expected) {
				this.violations.add("I1: a snapshot has " + again + " in all accounts instead of " + this.expected);
			}
		}
		this.connection.rollback();
	}

	private long sum() throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT sum(balance) FROM account")) {
			row.next();
			return row.getLong(1);
		}
	}

	Queue<String> violations() {
		return this.violations;
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}

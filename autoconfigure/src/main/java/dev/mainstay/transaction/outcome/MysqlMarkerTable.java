package dev.mainstay.transaction.outcome;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;

/**
 * A table of markers in MariaDB or MySQL, where every transaction that is not read-only
 * writes one: nobody can tell cheaply which of them have written before. A marker names
 * its session, so that another one can end it.
 */
final class MysqlMarkerTable extends MarkerTable {

	// The least that MySQL knows. The time zone is that of the age of markers.
	private static final String PREPARE = "SET SESSION innodb_lock_wait_timeout = 1, time_zone = '+00:00'";

	private final String insert;

	private final String fence;

	private final String holder;

	MysqlMarkerTable(String name) {
		super(name);
		this.insert = "INSERT INTO " + name + " (id, session_id) VALUES (?, CONNECTION_ID())";
		this.fence = "INSERT INTO " + name + " (id, rolled_back) VALUES (?, TRUE)";
		this.holder = "SELECT session_id FROM " + name + " WHERE id = ? AND session_id IS NOT NULL";
	}

	@Override
	void bind(PreparedStatement statement, UUID id) throws SQLException {
		statement.setBytes(1,
				ByteBuffer.allocate(16)
					.putLong(id.getMostSignificantBits())
					.putLong(id.getLeastSignificantBits())
					.array());
	}

	@Override
	@Nullable Evidence mark(AdvisedConnection connection, MarkerId id) throws SQLException {
		try {
			insert(connection.delegate(), this.insert, id.value());
			return new Marker(this, id, (beside) -> endHolder(beside, id));
		}
		catch (SQLException ex) {
			FailureKind kind = FailureClassifier.kindOf(ex, DatabaseProduct.MYSQL);
			if (kind == FailureKind.READ_ONLY_TRANSACTION || kind == FailureKind.READ_ONLY_SERVER) {
				// Only this statement has failed.
				return null;
			}
			throw ex;
		}
	}

	@Override
	void prepare(Connection beside) throws SQLException {
		// READ COMMITTED is refused where the binary log holds statements.
		beside.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
		try (Statement statement = beside.createStatement()) {
			statement.execute(PREPARE);
		}
		beside.setAutoCommit(false);
	}

	@Override
	int fence(Connection beside, UUID id) throws SQLException {
		// Privileged users write to replicas too, where a missing marker means nothing.
		return isReadOnly(beside) ? 0 : insert(beside, this.fence, id);
	}

	private static boolean isReadOnly(Connection beside) throws SQLException {
		return number(beside, "SELECT @@global.read_only", 1) != 0;
	}

	// The row of an open transaction can be read by those who don't mind. Session ids
	// begin anew with the server, so one that is younger than the marker is left alone:
	// its
	// start has ended the transaction.
	private void endHolder(Connection beside, MarkerId id) throws SQLException {
		if (number(beside, "SHOW GLOBAL STATUS LIKE 'Uptime'", 2) <= id.age().toSeconds()) {
			return;
		}
		beside.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
		long session = -1;
		try (PreparedStatement statement = beside.prepareStatement(this.holder)) {
			bind(statement, id.value());
			try (ResultSet rows = statement.executeQuery()) {
				if (rows.next()) {
					session = rows.getLong(1);
				}
			}
		}
		if (session >= 0) {
			try (Statement statement = beside.createStatement()) {
				statement.execute("KILL " + session);
			}
		}
	}

	private static long number(Connection beside, String sql, int column) throws SQLException {
		try (Statement statement = beside.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			return rows.next() ? rows.getLong(column) : 0;
		}
	}

	@Override
	String expired(Duration age) {
		return "SELECT id FROM %s WHERE created_at < CURRENT_TIMESTAMP - INTERVAL %d SECOND ORDER BY created_at"
			.formatted(name(), age.toSeconds());
	}

}

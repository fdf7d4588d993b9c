package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

import dev.mainstay.datasource.AdvisedConnection;

/**
 * A table of markers in PostgreSQL, where a marker is written only by transactions that
 * have written something else, in one round trip.
 */
final class PostgresMarkerTable extends MarkerTable {

	// Not waiting for standbys: a marker that a failover loses is as good as one that was
	// never written, as the failover has lost the transaction too.
	private static final String PREPARE = "SET LOCAL lock_timeout = '200ms'; SET LOCAL synchronous_commit = 'local'";

	private static final String HAS_WRITTEN = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL";

	private static final String READ_ONLY = "25006";

	private final String insert;

	private final String fence;

	// Where nothing can be written, even an insert of no rows is an error, and an error
	// ends the transaction.
	private volatile boolean asksFirst;

	PostgresMarkerTable(String name, boolean readOnly) {
		super(name);
		this.asksFirst = readOnly;
		this.insert = "INSERT INTO " + name + " (id) SELECT ? WHERE pg_current_xact_id_if_assigned() IS NOT NULL"
				+ " RETURNING pg_backend_pid(), CAST(pg_current_xact_id() AS text)";
		this.fence = "INSERT INTO " + name + " (id, rolled_back) VALUES (?, TRUE)";
	}

	@Override
	Evidence mark(AdvisedConnection connection, MarkerId id) throws SQLException {
		Connection session = connection.delegate();
		if (this.asksFirst && !hasWritten(session)) {
			return Evidence.NOTHING_WRITTEN;
		}
		try (PreparedStatement statement = session.prepareStatement(this.insert)) {
			bind(statement, id.value());
			try (ResultSet rows = statement.executeQuery()) {
				if (!rows.next()) {
					return Evidence.NOTHING_WRITTEN;
				}
				PostgresBackend backend = new PostgresBackend(rows.getInt(1), rows.getString(2));
				return new Marker(this, id, backend::terminate);
			}
		}
		catch (SQLException ex) {
			if (READ_ONLY.equals(ex.getSQLState())) {
				this.asksFirst = true;
			}
			throw ex;
		}
	}

	private static boolean hasWritten(Connection session) throws SQLException {
		try (PreparedStatement statement = session.prepareStatement(HAS_WRITTEN);
				ResultSet rows = statement.executeQuery()) {
			return rows.next() && rows.getBoolean(1);
		}
	}

	@Override
	void prepare(Connection beside) throws SQLException {
		beside.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
		beside.setAutoCommit(false);
		try (Statement statement = beside.createStatement()) {
			statement.execute(PREPARE);
		}
	}

	@Override
	int fence(Connection beside, UUID id) throws SQLException {
		return insert(beside, this.fence, id);
	}

	@Override
	String expired(Duration age) {
		return "SELECT id FROM %s WHERE created_at < clock_timestamp() - INTERVAL '%d seconds' ORDER BY created_at"
			.formatted(name(), age.toSeconds());
	}

}

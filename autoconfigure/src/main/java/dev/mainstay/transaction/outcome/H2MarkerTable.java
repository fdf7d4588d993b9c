package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

import dev.mainstay.datasource.AdvisedConnection;

/**
 * A table of markers in H2.
 */
final class H2MarkerTable extends MarkerTable {

	private final String insert;

	private final String fence;

	H2MarkerTable(String name) {
		super(name);
		this.insert = "INSERT INTO " + name + " (id) VALUES (?)";
		this.fence = "INSERT INTO " + name + " (id, rolled_back) VALUES (?, TRUE)";
	}

	@Override
	Evidence mark(AdvisedConnection connection, MarkerId id) throws SQLException {
		insert(connection.delegate(), this.insert, id.value());
		return new Marker(this, id, (beside) -> {
			// A session is over when its client is.
		});
	}

	@Override
	void prepare(Connection beside) throws SQLException {
		beside.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
		try (Statement statement = beside.createStatement()) {
			statement.execute("SET LOCK_TIMEOUT 200");
		}
		beside.setAutoCommit(false);
	}

	@Override
	int fence(Connection beside, UUID id) throws SQLException {
		return insert(beside, this.fence, id);
	}

	@Override
	String expired(Duration age) {
		return "SELECT id FROM %s WHERE created_at < DATEADD(SECOND, -%d, CURRENT_TIMESTAMP) ORDER BY created_at"
			.formatted(name(), age.toSeconds());
	}

}

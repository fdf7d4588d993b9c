package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.TransactionState;

/**
 * The table of one data source that markers are written to, by the name under which every
 * session finds the same one. What differs between products is left to those who extend
 * it. Safe for use by many threads.
 */
abstract class MarkerTable {

	private static final int BATCH = 500;

	private final String name;

	private final String read;

	MarkerTable(String name) {
		this.name = name;
		this.read = "SELECT rolled_back FROM " + name + " WHERE id = ?";
	}

	static boolean supports(DatabaseProduct product) {
		return product == DatabaseProduct.POSTGRESQL || product == DatabaseProduct.MYSQL
				|| product == DatabaseProduct.H2;
	}

	/**
	 * Look where a session finds the table, and whether it is fit to hold markers.
	 * @param session the session
	 * @param product what it leads to
	 * @param table the name from the settings
	 * @return the table
	 * @throws SQLException if there is none, or one that would give wrong answers
	 */
	static MarkerTable locate(Connection session, DatabaseProduct product, String table) throws SQLException {
		MarkerCatalog catalog = MarkerCatalog.of(product);
		MarkerCatalog.Entry entry = catalog.find(session, table);
		if (entry == null) {
			throw new SQLSyntaxErrorException("there is no table " + table + "; " + catalog.script() + " creates it",
					"42S02");
		}
		if (!entry.fit()) {
			throw new SQLSyntaxErrorException("the table " + entry.name()
					+ " survives no crash, knows no rollback or has no primary key 'id'; create it as "
					+ catalog.script() + " does", "42000");
		}
		return switch (product) {
			case POSTGRESQL -> new PostgresMarkerTable(entry.name(), entry.readOnly());
			case MYSQL -> new MysqlMarkerTable(entry.name());
			default -> new H2MarkerTable(entry.name());
		};
	}

	final String name() {
		return this.name;
	}

	/**
	 * Write a marker in the transaction of a connection.
	 * @param connection the connection
	 * @param id the marker
	 * @return the evidence, or {@code null} if the database takes no writes but the
	 * transaction may go on
	 * @throws SQLException if the marker cannot be written
	 */
	abstract @Nullable Evidence mark(AdvisedConnection connection, MarkerId id) throws SQLException;

	// Begin a transaction that sees what is committed, waits for locks only briefly and
	// for
	// standbys not at all.
	abstract void prepare(Connection beside) throws SQLException;

	// Write the row that says 'rolled back'. Returns the number of rows: none if the
	// database takes no writes.
	abstract int fence(Connection beside, UUID id) throws SQLException;

	abstract String expired(Duration age);

	void bind(PreparedStatement statement, UUID id) throws SQLException {
		statement.setObject(1, id);
	}

	final int insert(Connection connection, String sql, UUID id) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			bind(statement, id);
			return statement.executeUpdate();
		}
	}

	/**
	 * Read what the table says about a marker.
	 * @param beside a connection that sees only what is committed
	 * @param id the marker
	 * @return committed, rolled back, or {@code COMMIT_SENT} if there is no row
	 * @throws SQLException if the table cannot be read
	 */
	final TransactionState read(Connection beside, UUID id) throws SQLException {
		try (PreparedStatement statement = beside.prepareStatement(this.read)) {
			bind(statement, id);
			try (ResultSet rows = statement.executeQuery()) {
				if (!rows.next()) {
					return TransactionState.COMMIT_SENT;
				}
				return rows.getBoolean(1) ? TransactionState.ROLLED_BACK : TransactionState.COMMITTED;
			}
		}
	}

	/**
	 * Delete some markers that are too old to be asked for. Several may do so at once:
	 * rows are deleted one by one by their key, so that neither gaps nor the markers of
	 * open transactions are locked.
	 * @param beside a connection of its own
	 * @param age how old they have to be
	 * @return whether there may be more
	 * @throws SQLException if they cannot be deleted
	 */
	final boolean purge(Connection beside, Duration age) throws SQLException {
		prepare(beside);
		List<Object> ids = new ArrayList<>();
		try (PreparedStatement statement = beside.prepareStatement(expired(age) + " LIMIT " + BATCH);
				ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				ids.add(rows.getObject(1));
			}
		}
		try (PreparedStatement statement = beside.prepareStatement("DELETE FROM " + this.name + " WHERE id = ?")) {
			for (Object id : ids) {
				statement.setObject(1, id);
				statement.addBatch();
			}
			if (!ids.isEmpty()) {
				statement.executeBatch();
			}
		}
		beside.commit();
		return ids.size() == BATCH;
	}

}

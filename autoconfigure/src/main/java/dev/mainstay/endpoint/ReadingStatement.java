package dev.mainstay.endpoint;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.sql.SingleRead;
import dev.mainstay.sql.SqlDialect;

/**
 * Runs one reading statement beside a pool: on a connection of its own, in a read-only
 * transaction that is always rolled back, with a time limit of its own and few rows.
 */
final class ReadingStatement {

	static final int MOST_ROWS = 100;

	private static final int LONGEST_VALUE = 1000;

	private final ManagedPool pool;

	private final Duration timeout;

	private final LongSupplier nanoTime;

	ReadingStatement(ManagedPool pool, Duration timeout, LongSupplier nanoTime) {
		this.pool = pool;
		this.timeout = timeout;
		this.nanoTime = nanoTime;
	}

	Rows run(String sql, int limit) throws SQLException {
		SingleRead read = SingleRead.parse(sql, SqlDialect.of(this.pool.url().product()));
		// The server's limit comes first, so that its answer is still read.
		try (Connection connection = this.pool.openAside(this.timeout.plusSeconds(1))) {
			try {
				beginReadOnly(connection);
				Rows rows = run(connection, read, limit);
				connection.rollback();
				return rows;
			}
			catch (SQLException | RuntimeException ex) {
				rollbackAfter(ex, connection);
				throw ex;
			}
		}
	}

	private Rows run(Connection connection, SingleRead read, int limit) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setQueryTimeout((int) Math.max(1, this.timeout.toSeconds()));
			statement.setMaxRows(limit + 1);
			long start = this.nanoTime.getAsLong();
			try (ResultSet results = statement.executeQuery(read.sql())) {
				return read(results, limit, start);
			}
		}
	}

	private static void rollbackAfter(Exception failure, Connection connection) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			failure.addSuppressed(ex);
		}
	}

	private void beginReadOnly(Connection connection) throws SQLException {
		if (this.pool.url().product() == DatabaseProduct.SQLITE) {
			// Its driver takes the flag only when it connects.
			try (Statement statement = connection.createStatement()) {
				statement.execute("PRAGMA query_only = 1");
			}
		}
		else {
			connection.setReadOnly(true);
		}
		connection.setAutoCommit(false);
	}

	private Rows read(ResultSet results, int limit, long start) throws SQLException {
		ResultSetMetaData metaData = results.getMetaData();
		List<String> columns = new ArrayList<>();
		for (int column = 1; column <= metaData.getColumnCount(); column++) {
			columns.add(metaData.getColumnLabel(column));
		}
		List<List<@Nullable Object>> rows = new ArrayList<>();
		while (rows.size() < limit && results.next()) {
			List<@Nullable Object> row = new ArrayList<>();
			for (int column = 1; column <= columns.size(); column++) {
				row.add(value(results.getObject(column)));
			}
			rows.add(row);
		}
		boolean more = rows.size() == limit && results.next();
		return new Rows(columns, rows, more, Duration.ofNanos(this.nanoTime.getAsLong() - start).toMillis());
	}

	private static @Nullable Object value(@Nullable Object value) {
		if (value == null || value instanceof Number || value instanceof Boolean) {
			return value;
		}
		if (value instanceof byte[] bytes) {
			return "(" + bytes.length + " bytes)";
		}
		String text = value.toString();
		return (text.length() <= LONGEST_VALUE) ? text : text.substring(0, LONGEST_VALUE) + "…";
	}

	/**
	 * What a statement read.
	 *
	 * @param columns the labels of the columns
	 * @param rows the rows, values in the order of the columns
	 * @param truncated whether there are more rows
	 * @param elapsedMillis how long it took
	 */
	record Rows(List<String> columns, List<List<@Nullable Object>> rows, boolean truncated, long elapsedMillis) {

	}

}

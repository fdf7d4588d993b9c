package dev.mainstay.cache.dependency;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.sql.SqlDialect;

/**
 * The way in which a product tells of its catalog.
 */
abstract class CatalogReader {

	// Return the reader for a product, or null if there is none.
	static @Nullable CatalogReader of(DatabaseProduct product) {
		return switch (product) {
			case POSTGRESQL -> new PostgresCatalog();
			case H2 -> new H2Catalog();
			case MYSQL -> new MySqlCatalog();
			case SQLITE -> new SqliteCatalog();
			case ORACLE, SQL_SERVER, OTHER -> null;
		};
	}

	// On a connection that nobody has used before, so that its isolation is the default.
	final Catalog read(Connection connection, SqlDialect dialect) throws SQLException {
		int isolation = connection.getTransactionIsolation();
		CatalogDraft draft = new CatalogDraft(dialect);
		read(connection, draft);
		return draft.build(isolation);
	}

	abstract void read(Connection connection, CatalogDraft draft) throws SQLException;

	static void each(Connection connection, String sql, RowConsumer consumer) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				consumer.accept(rows);
			}
		}
	}

	/**
	 * Takes the row at which a result stands.
	 */
	@FunctionalInterface
	interface RowConsumer {

		void accept(ResultSet row) throws SQLException;

	}

}

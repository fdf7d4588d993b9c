package dev.mainstay.constraint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * Completes what an error says with what the catalog of one database product knows.
 */
@FunctionalInterface
interface Catalog {

	/**
	 * Complete a finding.
	 * @param connection a connection on which nothing has failed
	 * @param finding what is known
	 * @param statement the statement that failed, if known
	 * @return what is known now; the same finding if the catalog does not help
	 * @throws SQLException if it cannot be read
	 */
	Finding complete(Connection connection, Finding finding, @Nullable FailedStatement statement) throws SQLException;

	static @Nullable Catalog of(DatabaseProduct product) {
		return switch (product) {
			case POSTGRESQL -> PostgresCatalog::complete;
			case MYSQL -> MysqlCatalog::complete;
			case H2 -> H2Catalog::complete;
			case SQLITE -> SqliteCatalog::complete;
			case ORACLE, SQL_SERVER, OTHER -> null;
		};
	}

	/**
	 * Ask for rows of texts.
	 * @param connection where to ask
	 * @param sql the question
	 * @param arguments its arguments
	 * @return the rows
	 * @throws SQLException if there is no answer
	 */
	static List<List<@Nullable String>> rows(Connection connection, String sql, @Nullable String... arguments)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < arguments.length; i++) {
				statement.setString(i + 1, arguments[i]);
			}
			try (ResultSet results = statement.executeQuery()) {
				List<List<@Nullable String>> rows = new ArrayList<>();
				int columns = results.getMetaData().getColumnCount();
				while (results.next()) {
					List<@Nullable String> row = new ArrayList<>();
					for (int i = 1; i <= columns; i++) {
						row.add(results.getString(i));
					}
					rows.add(row);
				}
				return rows;
			}
		}
	}

}

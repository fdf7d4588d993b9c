package dev.mainstay.constraint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The catalog of MariaDB and MySQL, where the names of indexes are those of a table, so
 * that the same name may stand for several.
 */
final class MysqlCatalog {

	private static final String INDEXES = """
			select table_schema, table_name, column_name from information_schema.statistics
			where table_schema = database() and index_name = ? and non_unique = 0""";

	private static final String OF_TABLE = " and table_name = ?";

	private static final String ORDER = " order by table_name, seq_in_index";

	private static final String CONSTRAINTS = """
			select table_schema, table_name from information_schema.table_constraints
			where constraint_schema = database() and constraint_name = ?""";

	private MysqlCatalog() {
	}

	static Finding complete(Connection connection, Finding finding, @Nullable FailedStatement statement)
			throws SQLException {
		if (finding.constraint() == null) {
			return finding;
		}
		return switch (finding.kind()) {
			case UNIQUE -> unique(connection, finding, statement);
			case CHECK -> (finding.table() == null) ? check(connection, finding) : finding;
			default -> finding;
		};
	}

	private static Finding unique(Connection connection, Finding finding, @Nullable FailedStatement statement)
			throws SQLException {
		if (finding.table() != null) {
			return only(finding, indexes(connection, finding.constraint(), finding.table()));
		}
		if (statement != null) {
			Finding named = only(finding, indexes(connection, finding.constraint(), statement.table()));
			if (named.table() != null) {
				return named.inferred();
			}
		}
		// Every table has a key of this name.
		boolean everywhere = "PRIMARY".equals(finding.constraint());
		return everywhere ? finding : only(finding, indexes(connection, finding.constraint(), null));
	}

	private static Finding only(Finding finding, Map<Table, List<String>> indexes) {
		if (indexes.size() != 1) {
			return finding;
		}
		Map.Entry<Table, List<String>> index = indexes.entrySet().iterator().next();
		return finding.withTable(index.getKey().schema(), index.getKey().name()).withColumns(index.getValue());
	}

	private static Map<Table, List<String>> indexes(Connection connection, @Nullable String name,
			@Nullable String table) throws SQLException {
		List<List<@Nullable String>> rows = (table != null)
				? Catalog.rows(connection, INDEXES + OF_TABLE + ORDER, name, table)
				: Catalog.rows(connection, INDEXES + ORDER, name);
		Map<Table, List<String>> indexes = new LinkedHashMap<>();
		for (List<@Nullable String> row : rows) {
			List<String> columns = indexes.computeIfAbsent(new Table(row.get(0), row.get(1)),
					(any) -> new ArrayList<>());
			// An expression has no column.
			String column = row.get(2);
			if (column != null) {
				columns.add(column);
			}
		}
		return indexes;
	}

	private static Finding check(Connection connection, Finding finding) throws SQLException {
		List<List<@Nullable String>> rows = Catalog.rows(connection, CONSTRAINTS, finding.constraint());
		return (rows.size() == 1) ? finding.withTable(rows.get(0).get(0), rows.get(0).get(1)) : finding;
	}

	/**
	 * A table and its schema.
	 *
	 * @param schema the database, as the product calls it
	 * @param name the table
	 */
	private record Table(@Nullable String schema, @Nullable String name) {

	}

}

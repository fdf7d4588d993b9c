package dev.mainstay.constraint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The catalog of H2, for what its errors do not say.
 */
final class H2Catalog {

	private static final String OF_INDEX = """
			select c.constraint_name from information_schema.table_constraints c
			where c.table_name = ? and c.table_schema = ? and c.index_name = ? and c.constraint_type in ('UNIQUE', 'PRIMARY KEY')""";

	private static final String PRIMARY_KEY = """
			select c.constraint_name from information_schema.table_constraints c
			where c.table_name = ? and c.table_schema = ? and c.constraint_type = 'PRIMARY KEY'""";

	private static final String CHECK = """
			select c.table_schema, c.table_name, u.column_name from information_schema.table_constraints c
			left join information_schema.constraint_column_usage u
			on u.constraint_schema = c.constraint_schema and u.constraint_name = c.constraint_name
			where c.constraint_type = 'CHECK' and c.constraint_name = ?""";

	private H2Catalog() {
	}

	static Finding complete(Connection connection, Finding finding, @Nullable FailedStatement statement)
			throws SQLException {
		return switch (finding.kind()) {
			case UNIQUE -> unique(connection, finding);
			case CHECK -> check(connection, finding);
			default -> finding;
		};
	}

	private static Finding unique(Connection connection, Finding finding) throws SQLException {
		if (finding.table() == null) {
			return finding;
		}
		List<List<@Nullable String>> rows = (finding.constraint() != null)
				? Catalog.rows(connection, OF_INDEX, finding.table(), finding.schema(), finding.constraint())
				: Catalog.rows(connection, PRIMARY_KEY, finding.table(), finding.schema());
		return (rows.size() == 1) ? finding.withConstraint(rows.get(0).get(0)) : finding;
	}

	private static Finding check(Connection connection, Finding finding) throws SQLException {
		if (finding.constraint() == null) {
			return finding;
		}
		List<List<@Nullable String>> rows = Catalog.rows(connection, CHECK, finding.constraint());
		boolean oneTable = rows.stream().map((row) -> row.subList(0, 2)).distinct().count() == 1;
		if (!oneTable) {
			return finding;
		}
		List<String> columns = new ArrayList<>();
		for (List<@Nullable String> row : rows) {
			String column = row.get(2);
			if (column != null) {
				columns.add(column);
			}
		}
		return finding.withTable(rows.get(0).get(0), rows.get(0).get(1)).withColumns(columns);
	}

}

package dev.mainstay.constraint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The catalog of SQLite. A broken foreign key has no name there, so that only the
 * statement can tell which one it was.
 */
final class SqliteCatalog {

	private static final String INDEX = "select tbl_name, sql from sqlite_master where type = 'index' and name = ?";

	private static final String COLUMNS = "select name from pragma_index_info(?) order by seqno";

	private static final String INDEXES = "select name from pragma_index_list(?) where \"unique\" = 1 and origin = 'c'";

	// A foreign key to the primary key may leave out its columns.
	private static final String FOREIGN_KEYS = """
			select f.id, ?1, f."from", f."table", f."to" from pragma_foreign_key_list(?1) f order by f.id, f.seq""";

	private static final String REFERENCES = """
			select m.name || '/' || f.id, m.name, f."from", f."table", f."to"
			from sqlite_master m, pragma_foreign_key_list(m.name) f
			where m.type = 'table' and lower(f."table") = lower(?1) order by m.name, f.id, f.seq""";

	private SqliteCatalog() {
	}

	static Finding complete(Connection connection, Finding finding, @Nullable FailedStatement statement)
			throws SQLException {
		return switch (finding.kind()) {
			case UNIQUE -> (finding.constraint() != null) ? index(connection, finding) : named(connection, finding);
			case FOREIGN_KEY -> (statement != null) ? foreignKey(connection, finding, statement) : finding;
			default -> finding;
		};
	}

	// Only an index with expressions is told by its name.
	private static Finding index(Connection connection, Finding finding) throws SQLException {
		List<List<@Nullable String>> rows = Catalog.rows(connection, INDEX, finding.constraint());
		if (rows.size() != 1) {
			return finding;
		}
		List<String> columns = new ArrayList<>();
		for (List<@Nullable String> row : Catalog.rows(connection, COLUMNS, finding.constraint())) {
			String column = row.get(0);
			columns.add((column != null) ? column : "");
		}
		String sql = rows.get(0).get(1);
		if (columns.equals(List.of("")) && sql != null) {
			columns.set(0, sql.substring(sql.indexOf('(') + 1, sql.lastIndexOf(')')).strip());
		}
		columns.removeIf(String::isEmpty);
		return finding.withTable(null, rows.get(0).get(0)).withColumns(columns);
	}

	private static Finding named(Connection connection, Finding finding) throws SQLException {
		for (List<@Nullable String> index : Catalog.rows(connection, INDEXES, finding.table())) {
			List<@Nullable String> columns = new ArrayList<>();
			Catalog.rows(connection, COLUMNS, index.get(0)).forEach((row) -> columns.add(row.get(0)));
			if (columns.equals(finding.columns())) {
				return finding.withConstraint(index.get(0));
			}
		}
		return finding;
	}

	private static Finding foreignKey(Connection connection, Finding finding, FailedStatement statement)
			throws SQLException {
		List<List<@Nullable String>> own = Catalog.rows(connection, FOREIGN_KEYS, statement.table());
		List<List<@Nullable String>> others = Catalog.rows(connection, REFERENCES, statement.table());
		boolean deletes = statement.verb().equals("delete");
		boolean inserts = statement.verb().equals("insert");
		if (!deletes && !own.isEmpty() && (inserts || others.isEmpty())) {
			return only(finding.withKind(ViolationKind.MISSING_PARENT).withTable(null, statement.table()), own)
				.inferred();
		}
		if (!inserts && !others.isEmpty() && (deletes || own.isEmpty())) {
			return only(finding.withKind(ViolationKind.STILL_REFERENCED).withReference(statement.table(), List.of()),
					others)
				.inferred();
		}
		return finding;
	}

	private static Finding only(Finding finding, List<List<@Nullable String>> rows) {
		if (rows.stream().map((row) -> row.get(0)).distinct().count() != 1) {
			return finding;
		}
		List<@Nullable String> first = rows.get(0);
		List<String> referenced = rows.stream().map((row) -> row.get(4)).filter(Objects::nonNull).toList();
		return finding.withTable(null, first.get(1))
			.withColumns(rows.stream().map((row) -> Objects.requireNonNull(row.get(2))).toList())
			.withReference(first.get(3), referenced);
	}

}

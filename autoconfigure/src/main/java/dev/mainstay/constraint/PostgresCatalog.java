package dev.mainstay.constraint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The catalog of PostgreSQL. Of a partition the partitioned table is told, which is the
 * one that applications know.
 */
final class PostgresCatalog {

	// The index of a unique or exclusion constraint has its name; a unique index without
	// a constraint is reported like one.
	private static final String INDEX = """
			select n.nspname, t.relname, root.relname, pg_get_indexdef(i.indexrelid, k, true)
			from pg_class given
			join pg_namespace g on g.oid = given.relnamespace
			join pg_class root on root.oid = coalesce(pg_partition_root(given.oid), given.oid)
			join pg_index i on i.indexrelid = root.oid
			join pg_class t on t.oid = i.indrelid
			join pg_namespace n on n.oid = t.relnamespace
			cross join generate_series(1, i.indnkeyatts) k
			where given.relname = ? and g.nspname = ? order by k""";

	private static final String FOREIGN_KEY = """
			with recursive up as (
				select c.oid, c.conparentid, 0 as height
				from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
				where c.contype = 'f' and c.conname = ? and t.relname = ? and n.nspname = ?
				union all
				select p.oid, p.conparentid, up.height + 1 from up join pg_constraint p on p.oid = up.conparentid),
			root as (select oid from up order by height desc limit 1)
			select n.nspname, t.relname, c.conname, a.attname, rt.relname, ra.attname
			from root join pg_constraint c on c.oid = root.oid
			join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
			join pg_class rt on rt.oid = c.confrelid
			cross join lateral unnest(c.conkey, c.confkey) with ordinality k (own, other, position)
			join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own
			join pg_attribute ra on ra.attrelid = c.confrelid and ra.attnum = k.other
			order by k.position""";

	private static final String CHECK = """
			select a.attname
			from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
			cross join lateral unnest(c.conkey) with ordinality k (own, position)
			join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own
			where c.contype = 'c' and c.conname = ? and t.relname = ? and n.nspname = ? order by k.position""";

	private static final String PARTITIONED = """
			select n.nspname, t.relname
			from pg_class given join pg_namespace g on g.oid = given.relnamespace
			join pg_class t on t.oid = pg_partition_root(given.oid) join pg_namespace n on n.oid = t.relnamespace
			where given.relname = ? and g.nspname = ?""";

	private PostgresCatalog() {
	}

	static Finding complete(Connection connection, Finding finding, @Nullable FailedStatement statement)
			throws SQLException {
		if (finding.table() == null || finding.schema() == null) {
			return finding;
		}
		return switch (finding.kind()) {
			case UNIQUE, EXCLUSION -> index(connection, finding);
			case MISSING_PARENT, STILL_REFERENCED, FOREIGN_KEY -> foreignKey(connection, finding);
			case CHECK -> partitioned(connection, check(connection, finding));
			default -> partitioned(connection, finding);
		};
	}

	private static Finding index(Connection connection, Finding finding) throws SQLException {
		List<List<@Nullable String>> rows = Catalog.rows(connection, INDEX, finding.constraint(), finding.schema());
		if (rows.isEmpty()) {
			return finding;
		}
		return finding.withTable(rows.get(0).get(0), rows.get(0).get(1))
			.withConstraint(rows.get(0).get(2))
			.withColumns(column(rows, 3).stream().map(PostgresCatalog::unquoted).toList());
	}

	private static Finding foreignKey(Connection connection, Finding finding) throws SQLException {
		List<List<@Nullable String>> rows = Catalog.rows(connection, FOREIGN_KEY, finding.constraint(), finding.table(),
				finding.schema());
		if (rows.isEmpty()) {
			return finding;
		}
		List<String> columns = column(rows, 3);
		List<String> referenced = column(rows, 5);
		return finding.withKind(side(finding, columns, referenced))
			.withTable(rows.get(0).get(0), rows.get(0).get(1))
			.withConstraint(rows.get(0).get(2))
			.withColumns(columns)
			.withReference(rows.get(0).get(4), referenced);
	}

	// The error names the key columns of the table that the statement was about.
	private static ViolationKind side(Finding finding, List<String> columns, List<String> referenced) {
		if (finding.kind() != ViolationKind.FOREIGN_KEY || columns.equals(referenced)) {
			return finding.kind();
		}
		if (finding.columns().equals(columns)) {
			return ViolationKind.MISSING_PARENT;
		}
		return finding.columns().equals(referenced) ? ViolationKind.STILL_REFERENCED : finding.kind();
	}

	private static Finding check(Connection connection, Finding finding) throws SQLException {
		return finding.withColumns(
				column(Catalog.rows(connection, CHECK, finding.constraint(), finding.table(), finding.schema()), 0));
	}

	private static Finding partitioned(Connection connection, Finding finding) throws SQLException {
		List<List<@Nullable String>> rows = Catalog.rows(connection, PARTITIONED, finding.table(), finding.schema());
		return rows.isEmpty() ? finding : finding.withTable(rows.get(0).get(0), rows.get(0).get(1));
	}

	private static List<String> column(List<List<@Nullable String>> rows, int index) {
		List<String> values = new ArrayList<>();
		rows.forEach((row) -> values.add(Objects.requireNonNull(row.get(index))));
		return values;
	}

	private static String unquoted(String definition) {
		boolean quotedName = definition.matches("\"(?:[^\"]|\"\")+\"");
		return quotedName ? definition.substring(1, definition.length() - 1).replace("\"\"", "\"") : definition;
	}

}

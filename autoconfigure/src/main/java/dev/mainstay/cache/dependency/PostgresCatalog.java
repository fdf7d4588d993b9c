package dev.mainstay.cache.dependency;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

import dev.mainstay.cache.row.ColumnKind;

/**
 * The catalog of PostgreSQL.
 */
final class PostgresCatalog extends CatalogReader {

	// That tell which values are the same. Earlier ones have no generated columns either.
	private static final int FIRST_WITH_COLLATIONS = 12;

	private static final String OF_USERS = """
			n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'""";

	private static final String RELATIONS = """
			SELECT c.relname, c.relpersistence = 't', c.relrowsecurity,
			       CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) END, c.relkind = 'v'
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND %s
			""".formatted(OF_USERS);

	private static final String VIEW_SOURCES = """
			SELECT DISTINCT v.relname, t.relname
			FROM pg_rewrite r JOIN pg_class v ON v.oid = r.ev_class
			JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
			                AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class
			JOIN pg_class t ON t.oid = d.refobjid AND t.relkind IN ('r', 'p', 'v', 'm', 'f')
			WHERE r.rulename = '_RETURN'
			""";

	private static final String FAMILIES = """
			SELECT p.relname, c.relname
			FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid
			WHERE p.relkind IN ('r', 'p', 'f')
			""";

	private static final String CASCADES = """
			SELECT p.relname, c.relname
			FROM pg_constraint f JOIN pg_class p ON p.oid = f.confrelid JOIN pg_class c ON c.oid = f.conrelid
			WHERE f.contype = 'f' AND (f.confdeltype IN ('c', 'n', 'd') OR f.confupdtype IN ('c', 'n', 'd'))
			""";

	// The trigger functions that come with the server change the row alone.
	private static final String TRIGGERS = """
			SELECT c.relname, p.proname
			FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
			JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace n ON n.oid = p.pronamespace
			WHERE NOT t.tgisinternal AND n.nspname <> 'pg_catalog' AND t.tgtype & 28 <> 0
			""";

	private static final String RULES = """
			SELECT c.relname, r.rulename
			FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE r.rulename <> '_RETURN' AND %s
			""".formatted(OF_USERS);

	// Tables whose rows change by statements that name them, or by foreign keys.
	private static final String PLAIN_TABLE = """
			c.relkind = 'r' AND c.relpersistence <> 't' AND NOT c.relrowsecurity AND NOT c.relispartition AND %s
			AND NOT EXISTS (SELECT 1 FROM pg_inherits i WHERE c.oid IN (i.inhrelid, i.inhparent))
			AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
			AND NOT EXISTS (SELECT 1 FROM pg_rewrite r WHERE r.ev_class = c.oid)
			AND NOT EXISTS (SELECT 1 FROM pg_attribute g WHERE g.attrelid = c.oid AND g.attgenerated <> '')
			""".formatted(OF_USERS);

	// Values of other types may be equal without being the same, such as 1.0 and 1.00.
	private static final String COLUMNS = """
			SELECT c.relname, a.attname, CASE WHEN t.typnamespace <> 'pg_catalog'::regnamespace THEN 'OTHER'
			       WHEN t.typname IN ('int2', 'int4', 'int8') THEN 'INTEGER' WHEN t.typname = 'uuid' THEN 'UUID'
			       WHEN t.typname = 'bool' THEN 'BOOLEAN'
			       WHEN t.typname IN ('text', 'varchar') AND coalesce(k.collisdeterministic, false) THEN 'TEXT'
			       ELSE 'OTHER' END
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_collation k ON k.oid = a.attcollation
			WHERE %s
			""".formatted(PLAIN_TABLE);

	private static final String KEYS = """
			SELECT c.relname, a.attname
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_index x ON x.indrelid = c.oid AND x.indisprimary
			JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS part(number, place) ON true
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = part.number
			WHERE %s ORDER BY c.oid, part.place
			""".formatted(PLAIN_TABLE);

	private static final String REFERENCED = """
			SELECT c.relname, a.attname
			FROM pg_constraint f JOIN pg_class c ON c.oid = f.confrelid
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (f.confkey)
			WHERE f.contype = 'f' AND f.confupdtype IN ('c', 'n', 'd')
			""";

	private static final String NOT_OF_EXTENSION = """
			NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid
			                                        AND e.deptype = 'e')""";

	// Defaults, checks and generated values that call what may write.
	private static final String EXPRESSIONS = """
			SELECT c.relname, p.proname
			FROM pg_depend d JOIN pg_proc p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
			LEFT JOIN pg_attrdef a ON d.classid = 'pg_attrdef'::regclass AND a.oid = d.objid
			LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
			JOIN pg_class c ON c.oid = coalesce(a.adrelid, nullif(k.conrelid, 0))
			WHERE p.provolatile = 'v' AND %s
			""".formatted(NOT_OF_EXTENSION);

	private static final String FUNCTIONS = """
			SELECT f.proname, bool_or(f.provolatile = 'v'), bool_or(f.own AND f.provolatile = 'v'),
			       bool_or(f.users AND f.provolatile = 's')
			FROM (SELECT p.proname, p.provolatile, n.nspname NOT IN ('pg_catalog', 'information_schema') AS users,
			             n.nspname NOT IN ('pg_catalog', 'information_schema') AND %s AS own
			      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace) f
			GROUP BY f.proname
			""".formatted(NOT_OF_EXTENSION);

	private static final String OTHER_NAMES = """
			SELECT word FROM pg_get_keywords()
			UNION ALL SELECT typname FROM pg_type WHERE typname NOT LIKE '\\_%'
			""";

	// Of users, as those that come with the server and its extensions use no tables.
	private static final String OPERATORS = """
			SELECT o.oprname, p.provolatile = 'v', p.provolatile = 'v', p.provolatile = 's'
			FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace JOIN pg_proc p ON p.oid = o.oprcode
			WHERE p.provolatile <> 'i' AND %s AND %s
			""".formatted(OF_USERS, NOT_OF_EXTENSION);

	// Declared to be stable because of a dictionary, not because of a table.
	private static final Set<String> HARMLESS = Set.of("unaccent");

	@Override
	void read(Connection connection, CatalogDraft draft) throws SQLException {
		each(connection, "SELECT pg_is_in_recovery()", (row) -> {
			if (row.getBoolean(1)) {
				draft.refuse("the database is a standby, which does not say how far it is behind");
			}
		});
		each(connection, RELATIONS, (row) -> relation(row, draft));
		each(connection, VIEW_SOURCES, (row) -> draft.source(row.getString(1), row.getString(2)));
		each(connection, FAMILIES, (row) -> draft.family(row.getString(1), row.getString(2)));
		each(connection, CASCADES, (row) -> draft.cascade(row.getString(1), row.getString(2)));
		if (connection.getMetaData().getDatabaseMajorVersion() >= FIRST_WITH_COLLATIONS) {
			rows(connection, draft);
		}
		each(connection, TRIGGERS, (row) -> draft.effect(row.getString(1), row.getString(2)));
		each(connection, RULES, (row) -> draft.effect(row.getString(1), row.getString(2)));
		each(connection, EXPRESSIONS, (row) -> draft.effect(row.getString(1), row.getString(2)));
		each(connection, FUNCTIONS, (row) -> function(row, draft));
		each(connection, OPERATORS, (row) -> function(row, draft));
		each(connection, OTHER_NAMES, (row) -> draft.known(row.getString(1)));
	}

	private static void rows(Connection connection, CatalogDraft draft) throws SQLException {
		each(connection, COLUMNS, (row) -> draft.relation(row.getString(1))
			.column(row.getString(2), ColumnKind.valueOf(row.getString(3))));
		each(connection, KEYS, (row) -> draft.relation(row.getString(1)).keyColumn(row.getString(2)));
		each(connection, REFERENCED, (row) -> draft.relation(row.getString(1)).referenced(row.getString(2)));
	}

	private static void relation(ResultSet row, CatalogDraft draft) throws SQLException {
		String name = row.getString(1);
		RelationDraft relation = draft.relation(name).exists(row.getBoolean(2));
		if (row.getBoolean(3)) {
			relation.refuse("has row-level security, so that its rows depend on who asks");
		}
		if (row.getBoolean(5)) {
			draft.view(name, row.getString(4));
		}
	}

	private static void function(ResultSet row, CatalogDraft draft) throws SQLException {
		String name = row.getString(1);
		draft.known(name);
		if (row.getBoolean(2)) {
			draft.varying(name);
		}
		if (row.getBoolean(3)) {
			draft.changing(name);
		}
		if (row.getBoolean(4) && !HARMLESS.contains(name)) {
			draft.reading(name);
		}
	}

}

package dev.mainstay.cache.dependency;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.mainstay.sql.StatementWord;

/**
 * The catalog of MariaDB and MySQL, as far as the schema of the connection.
 */
final class MySqlCatalog extends CatalogReader {

	private static final String TABLES = """
			SELECT table_name, table_type, engine FROM information_schema.tables WHERE table_schema = database()
			""";

	private static final String VIEWS = """
			SELECT table_name, view_definition FROM information_schema.views WHERE table_schema = database()
			""";

	private static final String CASCADES = """
			SELECT referenced_table_name, table_name, constraint_schema = unique_constraint_schema
			FROM information_schema.referential_constraints
			WHERE unique_constraint_schema = database()
			  AND (delete_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
			       OR update_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT'))
			""";

	private static final String TRIGGERS = """
			SELECT event_object_table, trigger_name FROM information_schema.triggers
			WHERE event_object_schema = database()
			""";

	private static final String ROUTINES = """
			SELECT routine_name, is_deterministic FROM information_schema.routines
			WHERE routine_schema = database() AND routine_type = 'FUNCTION'
			""";

	private static final Set<String> TABLE_TYPES = Set.of("BASE TABLE", "VIEW", "SYSTEM VERSIONED", "TEMPORARY");

	private static final Set<String> NOT_READ_ONLY = Set.of("0", "OFF");

	@Override
	void read(Connection connection, CatalogDraft draft) throws SQLException {
		String[] schema = { "" };
		each(connection, "SELECT database(), @@global.read_only", (row) -> {
			String name = row.getString(1);
			schema[0] = (name != null) ? name : "";
			if (!NOT_READ_ONLY.contains(row.getString(2))) {
				draft.refuse("the server is read-only, so it may be a replica that is behind");
			}
		});
		draft.onlySchema(schema[0]);
		draft.relation("dual").exists(false);
		boolean triggers = seesTriggers(connection, schema[0]);
		each(connection, TABLES, (row) -> table(row, triggers, draft));
		each(connection, VIEWS, (row) -> draft.view(row.getString(1), row.getString(2)));
		each(connection, CASCADES, (row) -> cascade(row, draft));
		each(connection, TRIGGERS, (row) -> draft.effect(row.getString(1), row.getString(2)));
		each(connection, ROUTINES, (row) -> routine(row, draft));
	}

	// Triggers are shown to those alone who have the privilege to make them.
	private static boolean seesTriggers(Connection connection, String schema) throws SQLException {
		AtomicBoolean sees = new AtomicBoolean();
		each(connection, "SHOW GRANTS", (row) -> {
			String grant = row.getString(1).replace("\\", "");
			int on = grant.indexOf(" ON ");
			if (on == -1) {
				return;
			}
			String privileges = grant.substring(0, on).toUpperCase(Locale.ROOT);
			String scope = StatementWord.fold(grant.substring(on + 4));
			boolean covers = scope.startsWith("*.*") || scope.startsWith("`" + StatementWord.fold(schema) + "`.*");
			if (covers && (privileges.contains("TRIGGER") || privileges.contains("ALL PRIVILEGES"))) {
				sees.set(true);
			}
		});
		return sees.get();
	}

	private static void table(ResultSet row, boolean triggers, CatalogDraft draft) throws SQLException {
		String name = row.getString(1);
		String type = row.getString(2);
		if (!TABLE_TYPES.contains(type)) {
			return;
		}
		RelationDraft relation = draft.relation(name).exists(type.equals("TEMPORARY"));
		if (!triggers) {
			draft.effect(name, "triggers that are not shown without the privilege TRIGGER");
		}
		if ("MRG_MYISAM".equalsIgnoreCase(row.getString(3))) {
			relation.refuse("shows the rows of other tables");
			draft.effect(name, "the tables that it is merged of");
		}
	}

	private static void cascade(ResultSet row, CatalogDraft draft) throws SQLException {
		String parent = row.getString(1);
		draft.cascade(parent, row.getString(2));
		if (!row.getBoolean(3)) {
			draft.effect(parent, "a foreign key of another schema");
		}
	}

	private static void routine(ResultSet row, CatalogDraft draft) throws SQLException {
		draft.changing(row.getString(1));
		if ("YES".equals(row.getString(2))) {
			draft.reading(row.getString(1));
		}
		else {
			draft.varying(row.getString(1));
		}
	}

}

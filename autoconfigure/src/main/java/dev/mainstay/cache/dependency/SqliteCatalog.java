package dev.mainstay.cache.dependency;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

/**
 * The catalog of SQLite, without databases that are attached. Functions that an
 * application adds to its connections are in no catalog.
 */
final class SqliteCatalog extends CatalogReader {

	private static final Set<String> CASCADING = Set.of("CASCADE", "SET NULL", "SET DEFAULT");

	private static final String CASCADES = """
			SELECT f."table", m.name, f.on_delete, f.on_update
			FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
			""";

	@Override
	void read(Connection connection, CatalogDraft draft) throws SQLException {
		draft.onlySchema("main");
		each(connection, "SELECT type, name, tbl_name, sql FROM sqlite_master", (row) -> object(row, draft));
		each(connection, CASCADES, (row) -> {
			if (CASCADING.contains(row.getString(3)) || CASCADING.contains(row.getString(4))) {
				draft.cascade(row.getString(1), row.getString(2));
			}
		});
	}

	private static void object(ResultSet row, CatalogDraft draft) throws SQLException {
		String name = row.getString(2);
		String sql = row.getString(4);
		switch (row.getString(1)) {
			case "table" -> {
				RelationDraft table = draft.relation(name).exists(false);
				if (sql != null && sql.toUpperCase(Locale.ROOT).startsWith("CREATE VIRTUAL")) {
					table.refuse("is a virtual table, whose rows may be those of others");
					draft.effect(name, "a virtual table");
				}
			}
			case "view" -> {
				draft.relation(name).exists(false);
				draft.view(name, sql);
			}
			case "trigger" -> draft.effect(row.getString(3), name);
			default -> {
			}
		}
	}

}

package dev.mainstay.cache.dependency;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The catalog of H2.
 */
final class H2Catalog extends CatalogReader {

	private static final String TABLES = """
			SELECT TABLE_NAME, TABLE_TYPE FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA'
			""";

	private static final String VIEWS = """
			SELECT TABLE_NAME, VIEW_DEFINITION FROM INFORMATION_SCHEMA.VIEWS
			WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA'
			""";

	private static final String CASCADES = """
			SELECT DISTINCT p.TABLE_NAME, c.TABLE_NAME
			FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS r
			JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS c ON c.CONSTRAINT_SCHEMA = r.CONSTRAINT_SCHEMA
			 AND c.CONSTRAINT_NAME = r.CONSTRAINT_NAME
			JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS p ON p.CONSTRAINT_SCHEMA = r.UNIQUE_CONSTRAINT_SCHEMA
			 AND p.CONSTRAINT_NAME = r.UNIQUE_CONSTRAINT_NAME
			WHERE r.DELETE_RULE IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
			   OR r.UPDATE_RULE IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
			""";

	private static final String TRIGGERS = """
			SELECT EVENT_OBJECT_TABLE, TRIGGER_NAME FROM INFORMATION_SCHEMA.TRIGGERS
			""";

	private static final String ROUTINES = """
			SELECT ROUTINE_NAME, IS_DETERMINISTIC FROM INFORMATION_SCHEMA.ROUTINES
			WHERE ROUTINE_SCHEMA <> 'INFORMATION_SCHEMA'
			""";

	// A default, a computed column or a constraint that calls a function of a user.
	private static final String EXPRESSIONS = """
			SELECT TABLE_NAME, COALESCE(COLUMN_DEFAULT, '') || ' ' || COALESCE(GENERATION_EXPRESSION, '') || ' '
			       || COALESCE(COLUMN_ON_UPDATE, '')
			FROM INFORMATION_SCHEMA.COLUMNS
			WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA'
			  AND (COLUMN_DEFAULT IS NOT NULL OR GENERATION_EXPRESSION IS NOT NULL OR COLUMN_ON_UPDATE IS NOT NULL)
			""";

	@Override
	void read(Connection connection, CatalogDraft draft) throws SQLException {
		draft.relation("DUAL").exists(false);
		each(connection, TABLES, (row) -> table(row, draft));
		each(connection, VIEWS, (row) -> draft.view(row.getString(1), row.getString(2)));
		each(connection, CASCADES, (row) -> draft.cascade(row.getString(1), row.getString(2)));
		each(connection, TRIGGERS, (row) -> draft.effect(row.getString(1), row.getString(2)));
		each(connection, ROUTINES, (row) -> routine(row, draft));
		each(connection, EXPRESSIONS, (row) -> draft.expression(row.getString(1), row.getString(2)));
	}

	private static void table(ResultSet row, CatalogDraft draft) throws SQLException {
		String type = row.getString(2);
		RelationDraft relation = draft.relation(row.getString(1)).exists(type.contains("TEMPORARY"));
		if (type.contains("SYSTEM")) {
			relation.refuse("is a system table, which changes without being written");
		}
	}

	private static void routine(ResultSet row, CatalogDraft draft) throws SQLException {
		draft.changing(row.getString(1));
		if (!"YES".equals(row.getString(2))) {
			draft.varying(row.getString(1));
		}
		else {
			draft.reading(row.getString(1));
		}
	}

}

package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * Where a product keeps what it knows of its tables. Each query takes the schema or null,
 * and the name of the table, and gives its schema, its name, whether it outlives a crash
 * and knows rollback, whether its primary key is the column {@code id}, and whether the
 * server takes no writes.
 */
enum MarkerCatalog {

	POSTGRESQL('"', """
			SELECT n.nspname, c.relname, c.relkind = 'r' AND c.relpersistence = 'p', EXISTS (
				SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
				WHERE i.indrelid = c.oid AND i.indisprimary AND i.indisvalid AND i.indimmediate
				AND i.indnkeyatts = 1 AND a.attname = 'id'), pg_is_in_recovery()
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE c.oid = to_regclass(concat_ws('.', CAST(? AS text), CAST(? AS text)))"""),

	MYSQL('`', """
			SELECT t.table_schema, t.table_name, t.engine = 'InnoDB', (
				SELECT COUNT(*) = 1 AND MAX(k.column_name) = 'id' FROM information_schema.key_column_usage k
				WHERE k.table_schema = t.table_schema AND k.table_name = t.table_name
				AND k.constraint_name = 'PRIMARY'), FALSE
			FROM information_schema.tables t
			WHERE t.table_schema = COALESCE(?, DATABASE()) AND t.table_name = ?"""),

	H2('"', """
			SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.TABLE_TYPE = 'BASE TABLE', (
				SELECT COUNT(*) = 1 AND UPPER(MAX(k.COLUMN_NAME)) = 'ID' FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS p
				JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE k
				ON k.CONSTRAINT_SCHEMA = p.CONSTRAINT_SCHEMA AND k.CONSTRAINT_NAME = p.CONSTRAINT_NAME
				WHERE p.CONSTRAINT_TYPE = 'PRIMARY KEY'
				AND p.TABLE_SCHEMA = t.TABLE_SCHEMA AND p.TABLE_NAME = t.TABLE_NAME), FALSE
			FROM INFORMATION_SCHEMA.TABLES t
			WHERE UPPER(t.TABLE_SCHEMA) = UPPER(COALESCE(CAST(? AS VARCHAR), CURRENT_SCHEMA))
			AND UPPER(t.TABLE_NAME) = UPPER(?)""");

	private final char quote;

	private final String query;

	MarkerCatalog(char quote, String query) {
		this.quote = quote;
		this.query = query;
	}

	static MarkerCatalog of(DatabaseProduct product) {
		return valueOf(product.name());
	}

	/**
	 * Return where the SQL is that creates the table.
	 * @return the place, fit to stand in a sentence
	 */
	String script() {
		return "the SQL in the class path resource dev/mainstay/outcome/" + switch (this) {
			case POSTGRESQL -> "postgresql.sql";
			case MYSQL -> "mysql.sql";
			case H2 -> "h2.sql";
		};
	}

	@Nullable Entry find(Connection session, String table) throws SQLException {
		int dot = table.indexOf('.');
		try (PreparedStatement statement = session.prepareStatement(this.query)) {
			statement.setString(1, (dot < 0) ? null : table.substring(0, dot));
			statement.setString(2, table.substring(dot + 1));
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() ? new Entry(quoted(rows.getString(1)) + "." + quoted(rows.getString(2)),
						rows.getBoolean(3) && rows.getBoolean(4), rows.getBoolean(5)) : null;
			}
		}
	}

	private String quoted(String identifier) {
		String sign = String.valueOf(this.quote);
		return sign + identifier.replace(sign, sign + sign) + sign;
	}

	/**
	 * A table that was found.
	 *
	 * @param name the name, with its schema and quoted
	 * @param fit whether it may hold markers
	 * @param readOnly whether the server takes no writes
	 */
	record Entry(String name, boolean fit, boolean readOnly) {

	}

}

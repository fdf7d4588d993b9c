package dev.mainstay.sql;

import java.util.Locale;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * A family of databases that read SQL text the same way.
 */
public enum SqlDialect {

	/**
	 * PostgreSQL and databases that speak its language.
	 */
	POSTGRESQL,

	/**
	 * MySQL and MariaDB.
	 */
	MYSQL,

	/**
	 * H2.
	 */
	H2,

	/**
	 * SQLite.
	 */
	SQLITE,

	/**
	 * Oracle.
	 */
	ORACLE,

	/**
	 * SQL Server and Sybase, where statements need no separator.
	 */
	SQL_SERVER,

	/**
	 * Any other database, taken to follow the standard.
	 */
	ANSI;

	/**
	 * The dialect of a product.
	 * @param product the product
	 * @return the dialect, {@link #ANSI} if the product is not known
	 */
	public static SqlDialect of(DatabaseProduct product) {
		return switch (product) {
			case POSTGRESQL -> POSTGRESQL;
			case MYSQL -> MYSQL;
			case H2 -> H2;
			case SQLITE -> SQLITE;
			case ORACLE -> ORACLE;
			case SQL_SERVER -> SQL_SERVER;
			case OTHER -> ANSI;
		};
	}

	/**
	 * The dialect of a database.
	 * @param productName the product name that JDBC metadata reports
	 * @return the dialect, {@link #ANSI} if the product is not known
	 */
	public static SqlDialect ofProduct(String productName) {
		String name = productName.toLowerCase(Locale.ROOT);
		if (name.contains("postgres") || name.contains("enterprisedb") || name.contains("cockroach")) {
			return POSTGRESQL;
		}
		if (name.contains("mysql") || name.contains("mariadb")) {
			return MYSQL;
		}
		if (name.contains("sql server") || name.contains("adaptive server")) {
			return SQL_SERVER;
		}
		if (name.startsWith("oracle")) {
			return ORACLE;
		}
		return switch (name) {
			case "h2" -> H2;
			case "sqlite" -> SQLITE;
			default -> ANSI;
		};
	}

}

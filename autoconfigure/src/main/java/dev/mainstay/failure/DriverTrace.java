package dev.mainstay.failure;

import java.sql.SQLException;
import java.util.List;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * Tells which driver has raised an error: by the class of the exception or, as some
 * drivers raise JDBC's own classes, by the code that created it.
 */
public final class DriverTrace {

	private static final int MAX_FRAMES = 8;

	private DriverTrace() {
	}

	/**
	 * Tell whose driver has raised errors.
	 * @param errors the errors of one unit of work
	 * @return the product; {@link DatabaseProduct#OTHER} if that cannot be told
	 */
	public static DatabaseProduct productOf(List<SQLException> errors) {
		for (SQLException error : errors) {
			DatabaseProduct product = ofClass(error.getClass().getName());
			if (product != DatabaseProduct.OTHER) {
				return product;
			}
		}
		for (SQLException error : errors) {
			DatabaseProduct product = ofTrace(error);
			// What a pool failed of before it gave up waiting.
			if (product == DatabaseProduct.OTHER && error.getCause() instanceof SQLException cause) {
				product = ofTrace(cause);
			}
			if (product != DatabaseProduct.OTHER) {
				return product;
			}
		}
		return DatabaseProduct.OTHER;
	}

	private static DatabaseProduct ofTrace(SQLException error) {
		StackTraceElement[] trace = error.getStackTrace();
		for (int i = 0; i < trace.length && i < MAX_FRAMES; i++) {
			DatabaseProduct product = ofClass(trace[i].getClassName());
			if (product != DatabaseProduct.OTHER) {
				return product;
			}
		}
		return DatabaseProduct.OTHER;
	}

	private static DatabaseProduct ofClass(String name) {
		if (name.startsWith("org.postgresql.")) {
			return DatabaseProduct.POSTGRESQL;
		}
		if (name.startsWith("org.mariadb.jdbc.") || name.startsWith("com.mysql.")) {
			return DatabaseProduct.MYSQL;
		}
		if (name.startsWith("org.h2.")) {
			return DatabaseProduct.H2;
		}
		if (name.startsWith("org.sqlite.")) {
			return DatabaseProduct.SQLITE;
		}
		if (name.startsWith("oracle.jdbc.") || name.startsWith("oracle.net.")) {
			return DatabaseProduct.ORACLE;
		}
		return name.startsWith("com.microsoft.sqlserver.jdbc.") ? DatabaseProduct.SQL_SERVER : DatabaseProduct.OTHER;
	}

}

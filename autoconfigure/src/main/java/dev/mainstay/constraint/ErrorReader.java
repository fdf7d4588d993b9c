package dev.mainstay.constraint;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * Reads from the errors of one database product which rule is broken. Asks nobody, so it
 * is cheap enough for every error.
 */
@FunctionalInterface
interface ErrorReader {

	/**
	 * Read an error.
	 * @param error the driver's error
	 * @return what it says, or {@code null} if no rule is broken
	 */
	@Nullable Finding read(SQLException error);

	static ErrorReader of(DatabaseProduct product) {
		return switch (product) {
			case POSTGRESQL -> PostgresErrors::read;
			case MYSQL -> MysqlErrors::read;
			case H2 -> H2Errors::read;
			case SQLITE -> SqliteErrors::read;
			case ORACLE -> OracleErrors::read;
			case SQL_SERVER -> SqlServerErrors::read;
			case OTHER -> (error) -> null;
		};
	}

}

package dev.mainstay.transaction.strategy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * How a database is told the longest time of the statements in one transaction, and how
 * that is taken back.
 *
 * @param setting the statements that set it, where {@code %s} is the time
 * @param restoring the statement that puts the session's own limit back, or {@code null}
 * if the end of the transaction does
 */
record StatementTimeouts(List<String> setting, @Nullable String restoring) {

	private static final StatementTimeouts POSTGRESQL = new StatementTimeouts(
			List.of("SET LOCAL statement_timeout = %1$d"), null);

	// MariaDB runs the comments that begin with M! and skips versions 50700 to 99999,
	// MySQL does the opposite. A user variable keeps the limit that the session had.
	private static final StatementTimeouts MYSQL = new StatementTimeouts(List.of("""
			SET @strategy = 1 /*M!100302 , @session_limit = @@max_statement_time, SESSION max_statement_time = %2$s */ \
			/*!50708 , @session_limit = @@max_execution_time, SESSION max_execution_time = %1$d */"""), """
			SET @strategy = 0 /*M!100302 , SESSION max_statement_time = @session_limit */ \
			/*!50708 , SESSION max_execution_time = @session_limit */""");

	private static final StatementTimeouts H2 = new StatementTimeouts(List.of("""
			SET @SESSION_LIMIT = (SELECT CAST(SETTING_VALUE AS INT) FROM INFORMATION_SCHEMA.SETTINGS \
			WHERE SETTING_NAME = 'QUERY_TIMEOUT')""", "SET QUERY_TIMEOUT %1$d"), "SET QUERY_TIMEOUT @SESSION_LIMIT");

	/**
	 * Return how a product is told.
	 * @param product the product
	 * @return how, or {@code null} if it has no such limit
	 */
	static @Nullable StatementTimeouts of(DatabaseProduct product) {
		return switch (product) {
			case POSTGRESQL -> POSTGRESQL;
			case MYSQL -> MYSQL;
			case H2 -> H2;
			case SQLITE, ORACLE, SQL_SERVER, OTHER -> null;
		};
	}

	List<String> setting(Duration limit) {
		String seconds = BigDecimal.valueOf(limit.toMillis(), 3).toPlainString();
		return this.setting.stream().map((sql) -> sql.formatted(limit.toMillis(), seconds)).toList();
	}

}

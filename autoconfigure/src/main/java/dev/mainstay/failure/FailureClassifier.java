package dev.mainstay.failure;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Locale;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * Tells the {@link FailureKind} of an error from its product, SQLState and vendor code;
 * stateless. Messages are read only where a database gives the same code to errors of
 * different kinds.
 * <p>
 * Sources: PostgreSQL manual, appendix A; MariaDB and MySQL error code references; H2
 * {@code ErrorCode}; SQLite result codes. The codes were seen on PostgreSQL 15 and 18,
 * MariaDB 10.11 and 11.4, H2 2.4 and SQLite 3.53, unless a comment says otherwise.
 */
public final class FailureClassifier {

	private FailureClassifier() {
	}

	/**
	 * Classify a single error.
	 * @param error the error; its own SQLState and code count, not those of its causes
	 * @param product the product that raised it
	 * @return the kind; {@link FailureKind#OTHER} if nobody needs to react
	 */
	public static FailureKind kindOf(SQLException error, DatabaseProduct product) {
		FailureKind kind = switch (product) {
			case POSTGRESQL -> postgresql(error);
			case MYSQL -> mysql(error);
			case H2 -> h2(error);
			case SQLITE -> sqlite(error);
			default -> FailureKind.OTHER;
		};
		if (kind != FailureKind.OTHER) {
			return kind;
		}
		if (state(error).startsWith("08")) {
			return FailureKind.CONNECTION_LOST;
		}
		return (error instanceof SQLTimeoutException) ? FailureKind.STATEMENT_TIMEOUT : FailureKind.OTHER;
	}

	private static FailureKind postgresql(SQLException error) {
		return switch (state(error)) {
			// A cancel that somebody asked for has the state of a timeout.
			case "57014" -> messageHas(error, "user request") ? FailureKind.OTHER : FailureKind.STATEMENT_TIMEOUT;
			// So has NOWAIT that of a lock timeout.
			case "55P03" -> messageHas(error, "could not obtain lock") ? FailureKind.OTHER : FailureKind.LOCK_TIMEOUT;
			case "25P03" -> FailureKind.IDLE_TRANSACTION_TIMEOUT;
			case "25P04" -> FailureKind.TRANSACTION_TIMEOUT;
			case "57P05" -> FailureKind.IDLE_SESSION_TIMEOUT;
			case "57P01", "57P02", "57P03" -> FailureKind.CONNECTION_LOST;
			case "53300" -> FailureKind.TOO_MANY_CONNECTIONS;
			// The same state for a read-only transaction and a read-only server: only the
			// connection knows which.
			case "25006" -> FailureKind.READ_ONLY_TRANSACTION;
			default -> FailureKind.OTHER;
		};
	}

	private static FailureKind mysql(SQLException error) {
		return switch (error.getErrorCode()) {
			// 3024 is MySQL's (not seen here, taken from its reference).
			case 1969, 3024 -> FailureKind.STATEMENT_TIMEOUT;
			case 1205 -> FailureKind.LOCK_TIMEOUT;
			case 1792 -> FailureKind.READ_ONLY_TRANSACTION;
			// 1290 is about any option of the server.
			case 1290 -> {
				boolean readOnly = messageHas(error, "read-only") || messageHas(error, "read_only");
				yield readOnly ? FailureKind.READ_ONLY_SERVER : FailureKind.OTHER;
			}
			case 1836 -> FailureKind.READ_ONLY_SERVER;
			case 1040, 1203, 1226 -> FailureKind.TOO_MANY_CONNECTIONS;
			case 1053, 1927, 2006, 2013, 4031 -> FailureKind.CONNECTION_LOST;
			default -> FailureKind.OTHER;
		};
	}

	private static FailureKind h2(SQLException error) {
		return switch (error.getErrorCode()) {
			case 57014 -> FailureKind.STATEMENT_TIMEOUT;
			case 50200 -> FailureKind.LOCK_TIMEOUT;
			case 90067, 90098, 90121 -> FailureKind.CONNECTION_LOST;
			default -> FailureKind.OTHER;
		};
	}

	private static FailureKind sqlite(SQLException error) {
		// The driver gives the primary result code; 5 is BUSY, 8 is READONLY.
		return switch (error.getErrorCode() & 0xFF) {
			case 5 -> FailureKind.LOCK_TIMEOUT;
			case 8 -> FailureKind.READ_ONLY_SERVER;
			default -> FailureKind.OTHER;
		};
	}

	/**
	 * Return whether a failed commit surely left nothing behind.
	 * @param error the error of the commit
	 * @param product the product that raised it
	 * @return whether the server itself says so
	 */
	public static boolean isRolledBackAtCommit(SQLException error, DatabaseProduct product) {
		String state = state(error);
		return state.startsWith("23") || state.startsWith("40") && !state.equals("40003") || state.equals("25P03")
				|| state.equals("55P03") || state.equals("57014");
	}

	/**
	 * Return whether the server has ended the transaction although the session goes on.
	 * @param error the error of a statement
	 * @param product the product that raised it
	 * @return whether nothing is left to commit
	 */
	public static boolean endsTransaction(SQLException error, DatabaseProduct product) {
		return switch (product) {
			case MYSQL -> error.getErrorCode() == 1213 || error.getErrorCode() == 1020;
			case H2 -> error.getErrorCode() == 40001;
			default -> false;
		};
	}

	private static String state(SQLException error) {
		return (error.getSQLState() != null) ? error.getSQLState() : "";
	}

	private static boolean messageHas(SQLException error, String text) {
		return error.getMessage() != null && error.getMessage().toLowerCase(Locale.ROOT).contains(text);
	}

}

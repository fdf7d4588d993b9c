package dev.mainstay.datasource;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a statement does to transactions by itself, as its first word tells. JDBC does not
 * see such statements for what they are.
 */
enum StatementEffect {

	/**
	 * None.
	 */
	NONE,

	/**
	 * Begins a transaction.
	 */
	BEGINS,

	/**
	 * Commits what was done before it.
	 */
	COMMITS;

	private static final int LONGEST_WORD = 10;

	/**
	 * Tell the effect of a statement.
	 * @param sql the statement, or {@code null} for a batch
	 * @param product the product that gets it
	 * @return its effect
	 */
	static StatementEffect of(@Nullable String sql, DatabaseProduct product) {
		if (sql == null || sql.isEmpty()) {
			return NONE;
		}
		// Nearly all statements end here.
		return switch (sql.charAt(0)) {
			case 's', 'S' -> startsWith(sql, "select") ? NONE : ofWord(sql, product);
			case 'i', 'I', 'u', 'U', 'w', 'W' -> NONE;
			case 'd', 'D' -> startsWith(sql, "delete") ? NONE : ofWord(sql, product);
			default -> ofWord(sql, product);
		};
	}

	private static boolean startsWith(String sql, String word) {
		return sql.regionMatches(true, 0, word, 0, word.length());
	}

	private static StatementEffect ofWord(String sql, DatabaseProduct product) {
		return switch (firstWord(sql)) {
			case "begin", "start" -> BEGINS;
			case "savepoint" -> (product == DatabaseProduct.SQLITE) ? BEGINS : NONE;
			case "commit", "end" -> COMMITS;
			case "create", "alter", "drop", "truncate", "rename", "grant", "revoke", "lock" ->
				commitsDefinitions(product) ? COMMITS : NONE;
			default -> NONE;
		};
	}

	private static boolean commitsDefinitions(DatabaseProduct product) {
		return switch (product) {
			case MYSQL, H2, ORACLE, OTHER -> true;
			case POSTGRESQL, SQLITE, SQL_SERVER -> false;
		};
	}

	private static String firstWord(String sql) {
		int start = 0;
		while (start < sql.length() && (sql.charAt(start) <= ' ' || sql.charAt(start) == '(')) {
			start++;
		}
		int end = start;
		while (end < sql.length() && end - start < LONGEST_WORD && Character.isLetter(sql.charAt(end))) {
			end++;
		}
		return sql.substring(start, end).toLowerCase(Locale.ROOT);
	}

}

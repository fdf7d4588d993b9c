package dev.mainstay.sql;

import java.util.Set;

/**
 * Finds where parameters and variables end.
 */
final class PlaceholderText {

	private PlaceholderText() {
	}

	/**
	 * The end of the parameter that starts at an index.
	 * @param sql the text
	 * @param start the index
	 * @param features the rules to follow
	 * @return the end, or {@code start} if there is no parameter
	 */
	static int endOfParameter(String sql, int start, Set<LexicalFeature> features) {
		return switch (sql.charAt(start)) {
			case '?' -> endOfDigits(sql, start + 1);
			case ':' -> isSlice(sql, start, features) ? start : endOfName(sql, start, 1);
			case '@' -> features.contains(LexicalFeature.AT_PARAMETERS) ? endOfName(sql, start, 1) : start;
			case '$' -> endOfDollar(sql, start, features);
			default -> start;
		};
	}

	/**
	 * The end of the variable that starts at an index.
	 * @param sql the text
	 * @param start the index
	 * @return the end, or {@code start} if there is no variable
	 */
	static int endOfVariable(String sql, int start) {
		return endOfName(sql, start, sql.startsWith("@@", start) ? 2 : 1);
	}

	/*
	 * PostgreSQL counts its parameters with $, so that :2 is the end of a slice.
	 */
	private static boolean isSlice(String sql, int colon, Set<LexicalFeature> features) {
		return features.contains(LexicalFeature.SYMBOLIC_OPERATORS) && endOfDigits(sql, colon + 1) > colon + 1;
	}

	private static int endOfDollar(String sql, int start, Set<LexicalFeature> features) {
		if (features.contains(LexicalFeature.AT_PARAMETERS)) {
			return endOfName(sql, start, 1);
		}
		if (features.contains(LexicalFeature.DOLLAR_PARAMETERS)) {
			int end = endOfDigits(sql, start + 1);
			return (end > start + 1) ? end : start;
		}
		return start;
	}

	private static int endOfName(String sql, int start, int prefix) {
		int i = start + prefix;
		while (i < sql.length() && SqlCharacters.isIdentifierPart(sql.charAt(i))) {
			i++;
		}
		return (i > start + prefix) ? i : start;
	}

	private static int endOfDigits(String sql, int start) {
		int i = start;
		while (i < sql.length() && SqlCharacters.isDigit(sql.charAt(i))) {
			i++;
		}
		return i;
	}

}

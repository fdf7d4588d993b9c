package dev.mainstay.sql;

import java.util.Set;

/**
 * Finds where operators end.
 */
final class OperatorText {

	private OperatorText() {
	}

	/**
	 * The end of the operator that starts at an index.
	 * @param sql the text
	 * @param start the index
	 * @param features the rules to follow
	 * @param inExecutableComment whether a closing comment mark ends the operator
	 * @return the end, or {@code start} if there is no operator
	 */
	static int endOf(String sql, int start, Set<LexicalFeature> features, boolean inExecutableComment) {
		boolean symbolic = features.contains(LexicalFeature.SYMBOLIC_OPERATORS);
		if (sql.charAt(start) == '?') {
			return (symbolic && endsQuestionOperator(sql, start + 1)) ? start + 2 : start;
		}
		if (sql.charAt(start) == ':') {
			return (sql.startsWith("::", start) || sql.startsWith(":=", start)) ? start + 2 : start + 1;
		}
		int i = start;
		while (i < sql.length() && isOperator(sql, i, start, symbolic)
				&& (i == start || !CommentText.startsAt(sql, i, features))
				&& !(inExecutableComment && sql.startsWith("*/", i))) {
			i++;
		}
		return i;
	}

	/*
	 * The jsonb operators ?| and ?&, and ?? by which the driver lets a ? through.
	 */
	private static boolean endsQuestionOperator(String sql, int index) {
		return index < sql.length() && "|&?".indexOf(sql.charAt(index)) != -1;
	}

	private static boolean isOperator(String sql, int index, int start, boolean symbolic) {
		char c = sql.charAt(index);
		if (SqlCharacters.isOperator(c)) {
			return true;
		}
		return switch (c) {
			case '@' -> symbolic || index == start;
			case '#' -> symbolic;
			case '?' -> symbolic && index > start && sql.charAt(index - 1) == '@';
			default -> false;
		};
	}

}

package dev.mainstay.sql;

import java.util.Set;

/**
 * Finds where comments start and end.
 */
final class CommentText {

	private CommentText() {
	}

	static boolean startsAt(String sql, int index, Set<LexicalFeature> features) {
		return sql.startsWith("/*", index) || startsLineAt(sql, index, features);
	}

	static boolean startsLineAt(String sql, int index, Set<LexicalFeature> features) {
		return switch (sql.charAt(index)) {
			case '-' -> sql.startsWith("--", index)
					&& (!features.contains(LexicalFeature.SPACED_DASH_COMMENTS) || isBlankAt(sql, index + 2));
			case '#' -> features.contains(LexicalFeature.HASH_COMMENTS);
			case '/' -> sql.startsWith("//", index) && features.contains(LexicalFeature.SLASH_COMMENTS);
			default -> false;
		};
	}

	static int endOfLine(String sql, int start) {
		int i = start;
		while (i < sql.length() && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
			i++;
		}
		return i;
	}

	static int endOfBlock(String sql, int open, boolean nested) {
		int depth = 1;
		for (int i = open + 2; i + 1 < sql.length(); i++) {
			if (sql.startsWith("*/", i)) {
				depth--;
				if (depth == 0) {
					return i + 2;
				}
				i++;
			}
			else if (nested && sql.startsWith("/*", i)) {
				depth++;
				i++;
			}
		}
		return QuotedText.UNTERMINATED;
	}

	/**
	 * The end of the opening mark of a comment that MySQL or MariaDB executes.
	 * @param sql the text
	 * @param open the index of the slash
	 * @return the end, or {@link QuotedText#UNTERMINATED} if the comment is an ordinary
	 * one
	 */
	static int endOfExecutableMark(String sql, int open) {
		int i = open + 2;
		if (sql.startsWith("M!", i)) {
			i++;
		}
		if (!sql.startsWith("!", i)) {
			return QuotedText.UNTERMINATED;
		}
		i++;
		int endOfVersion = Math.min(i + 6, sql.length());
		while (i < endOfVersion && SqlCharacters.isDigit(sql.charAt(i))) {
			i++;
		}
		return i;
	}

	private static boolean isBlankAt(String sql, int index) {
		return index >= sql.length() || sql.charAt(index) <= ' ' || sql.charAt(index) == 0x7F;
	}

}

package dev.mainstay.sql;

import java.util.Set;

/**
 * Finds where quoted text ends.
 *
 * Every method returns the index after the closing mark, or {@link #UNTERMINATED}, and
 * looks at each character at most a fixed number of times.
 */
final class QuotedText {

	static final int UNTERMINATED = -1;

	private QuotedText() {
	}

	static int endOfQuoted(String sql, int open, char close, boolean backslashEscapes) {
		int length = sql.length();
		for (int i = open + 1; i < length; i++) {
			char c = sql.charAt(i);
			if (c == '\\' && backslashEscapes) {
				i++;
			}
			else if (c == close) {
				if (i + 1 == length || sql.charAt(i + 1) != close) {
					return i + 1;
				}
				i++;
			}
		}
		return UNTERMINATED;
	}

	/**
	 * The index of the quote that follows a prefix, as in {@code N'…'}.
	 * @param sql the text
	 * @param start the index of the prefix
	 * @param features the rules to follow
	 * @return the index, or {@code start} if there is no such prefix
	 */
	static int quoteAfterPrefix(String sql, int start, Set<LexicalFeature> features) {
		int quote = switch (sql.charAt(start) | 0x20) {
			case 'b', 'x', 'n' -> start + 1;
			case 'e' -> features.contains(LexicalFeature.ESCAPE_STRINGS) ? start + 1 : start;
			case 'u' -> (sql.startsWith("&", start + 1) && features.contains(LexicalFeature.UNICODE_QUOTES)) ? start + 2
					: start;
			default -> start;
		};
		boolean string = sql.startsWith("'", quote);
		return (string || quote == start + 2 && sql.startsWith("\"", quote)) ? quote : start;
	}

	static boolean startsAlternative(String sql, int index) {
		return index + 2 < sql.length() && (sql.charAt(index) | 0x20) == 'q' && sql.charAt(index + 1) == '\''
				&& !SqlCharacters.isWhitespace(sql.charAt(index + 2));
	}

	/**
	 * The end of an Oracle {@code q'[…]'} string.
	 * @param sql the text
	 * @param quote the index of the first single quote
	 * @return the end
	 */
	static int endOfAlternative(String sql, int quote) {
		char open = sql.charAt(quote + 1);
		char close = switch (open) {
			case '[' -> ']';
			case '{' -> '}';
			case '(' -> ')';
			case '<' -> '>';
			default -> open;
		};
		for (int i = quote + 2; i + 1 < sql.length(); i++) {
			if (sql.charAt(i) == close && sql.charAt(i + 1) == '\'') {
				return i + 2;
			}
		}
		return UNTERMINATED;
	}

	/**
	 * The end of the opening mark of a dollar quoted string.
	 * @param sql the text
	 * @param dollar the index of the first dollar sign
	 * @param tags whether a tag may stand between the dollar signs
	 * @return the end, or {@link #UNTERMINATED} if this is no opening mark
	 */
	static int endOfDollarMark(String sql, int dollar, boolean tags) {
		int i = dollar + 1;
		if (tags && i < sql.length() && SqlCharacters.isIdentifierStart(sql.charAt(i))) {
			while (i < sql.length() && sql.charAt(i) != '$' && SqlCharacters.isIdentifierPart(sql.charAt(i))) {
				i++;
			}
		}
		return (i < sql.length() && sql.charAt(i) == '$') ? i + 1 : UNTERMINATED;
	}

	static int endOfDollarQuoted(String sql, int dollar, int endOfMark) {
		int markLength = endOfMark - dollar;
		int close = sql.indexOf(sql.substring(dollar, endOfMark), endOfMark);
		return (close != -1) ? close + markLength : UNTERMINATED;
	}

}

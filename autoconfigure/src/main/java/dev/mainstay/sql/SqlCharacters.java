package dev.mainstay.sql;

/**
 * The classes into which a lexer sorts the characters of SQL text.
 */
final class SqlCharacters {

	private SqlCharacters() {
	}

	static boolean isWhitespace(char c) {
		return c <= ' ' || c >= 0x7F && (Character.isSpaceChar(c) || Character.isISOControl(c));
	}

	static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	static boolean isHexDigit(char c) {
		return isDigit(c) || (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
	}

	static boolean isIdentifierStart(char c) {
		if (c < 0x80) {
			return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' || c == '_';
		}
		return Character.isSurrogate(c) || Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
	}

	static boolean isIdentifierPart(char c) {
		return isIdentifierStart(c) || isDigit(c) || c == '$';
	}

	/**
	 * Fold the letters of ASCII, the only ones that all databases fold.
	 * @param c a character
	 * @return its lower case, or the character itself
	 */
	static char toLowerCase(char c) {
		return (c >= 'A' && c <= 'Z') ? (char) (c | 0x20) : c;
	}

	static boolean isOperator(char c) {
		return switch (c) {
			case '+', '-', '*', '/', '<', '>', '=', '~', '!', '%', '^', '&', '|' -> true;
			default -> false;
		};
	}

}

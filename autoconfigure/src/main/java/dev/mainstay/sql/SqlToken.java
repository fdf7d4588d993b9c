package dev.mainstay.sql;

import java.util.Locale;

/**
 * A token that outlives its lexer.
 *
 * @param kind the lexical category
 * @param start the index of its first character
 * @param end the index after its last character
 * @param terminated whether it has its closing mark, if it needs one
 * @param name the text of a name, variable or operator in upper case and without quotes,
 * otherwise empty
 */
record SqlToken(TokenKind kind, int start, int end, boolean terminated, String name) {

	/**
	 * What follows the last token.
	 */
	static final SqlToken END = new SqlToken(TokenKind.WHITESPACE, 0, 0, true, "");

	static SqlToken of(SqlLexer lexer) {
		return new SqlToken(lexer.kind(), lexer.start(), lexer.end(), lexer.isTerminated(), name(lexer));
	}

	boolean is(TokenKind other) {
		return this.kind == other;
	}

	boolean isKeyword(String keyword) {
		return this.kind == TokenKind.IDENTIFIER && this.name.equals(keyword);
	}

	/**
	 * Whether this could name what a statement is about.
	 * @return {@code true} for names, variables and what other settings take for names
	 */
	boolean isObject() {
		return switch (this.kind) {
			case IDENTIFIER, QUOTED_IDENTIFIER, STRING, VARIABLE, PARAMETER -> true;
			default -> false;
		};
	}

	/*
	 * Down and up again, because some databases fold case as Unicode does and take a
	 * dotless i or a Kelvin sign for a letter of a keyword.
	 */
	private static String name(SqlLexer lexer) {
		return switch (lexer.kind()) {
			case IDENTIFIER, VARIABLE, OPERATOR -> upperCase(lexer.text());
			case QUOTED_IDENTIFIER, STRING -> upperCase(unquoted(lexer.text()));
			default -> "";
		};
	}

	private static String unquoted(String text) {
		boolean quoted = text.length() > 2 && "\"`[".indexOf(text.charAt(0)) != -1;
		return quoted ? text.substring(1, text.length() - 1) : "";
	}

	private static String upperCase(String text) {
		return text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
	}

}

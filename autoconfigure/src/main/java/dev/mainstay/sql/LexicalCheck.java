package dev.mainstay.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses text in which two programs could disagree on what is code, and text of more or
 * less than one statement.
 */
final class LexicalCheck {

	private static final List<String> HINTS = List.of("SET_VAR", "MAX_EXECUTION_TIME", "RESOURCE_GROUP");

	private static final String ONE = "Exactly one statement is allowed.";

	private static final String PLAIN = "Only plain SQL that every database reads the same way is allowed.";

	private final String sql;

	private final SqlDialect dialect;

	private final List<SqlToken> tokens = new ArrayList<>();

	private final List<SqlToken> trivia = new ArrayList<>();

	LexicalCheck(String sql, SqlDialect dialect, Set<LexicalFeature> features) {
		this.sql = sql;
		this.dialect = dialect;
		checkCharacters();
		SqlLexer lexer = new SqlLexer(sql, features);
		while (lexer.next()) {
			boolean skipped = lexer.kind().isTrivia() && lexer.isTerminated();
			(skipped ? this.trivia : this.tokens).add(SqlToken.of(lexer));
		}
		dropSemicolon();
	}

	/*
	 * Drivers end the text at a NUL and send half of a surrogate pair as a question mark.
	 */
	private void checkCharacters() {
		int nul = this.sql.indexOf(0);
		if (nul != -1) {
			throw refusal("a NUL character", nul, PLAIN);
		}
		for (int i = 0; i < this.sql.length(); i++) {
			if (Character.isSurrogate(this.sql.charAt(i))) {
				if (Character.charCount(this.sql.codePointAt(i)) == 1) {
					throw refusal("half of a character", i, PLAIN);
				}
				i++;
			}
		}
	}

	private void dropSemicolon() {
		for (int i = 0; i < this.tokens.size(); i++) {
			SqlToken token = this.tokens.get(i);
			if (token.is(TokenKind.SEMICOLON)) {
				if (i != this.tokens.size() - 1) {
					throw refusal("a second statement", this.tokens.get(i + 1).start(), ONE);
				}
				this.tokens.remove(i);
			}
		}
		if (this.tokens.isEmpty()) {
			throw refusal("no statement", 0, ONE);
		}
	}

	/**
	 * Whether the text would be a syntax error whatever its keywords.
	 * @return {@code true} if it has open quotes or characters the dialect does not know
	 */
	boolean isMalformed() {
		return this.tokens.stream().anyMatch((token) -> !token.terminated() || token.is(TokenKind.OTHER));
	}

	/**
	 * The tokens of the statement without comments and closing semicolon.
	 * @return the tokens, at least one
	 */
	List<SqlToken> statement() {
		this.trivia.forEach(this::checkTrivia);
		for (int i = 0; i < this.tokens.size(); i++) {
			checkToken(this.tokens.get(i));
			if (i > 0 && isTornNumber(this.tokens.get(i - 1), this.tokens.get(i))) {
				throw refusal("a number that runs into a name", this.tokens.get(i).start(), PLAIN);
			}
		}
		return this.tokens;
	}

	private void checkToken(SqlToken token) {
		if (!token.terminated()) {
			throw refusal("a quote or comment that is never closed", token.start(), PLAIN);
		}
		if (token.is(TokenKind.EXECUTABLE_COMMENT)) {
			throw refusal("an executable comment", token.start(), PLAIN);
		}
		if (token.is(TokenKind.OTHER)) {
			throw refusal("a character outside of quotes that is not SQL", token.start(), PLAIN);
		}
		boolean settingDependent = this.dialect == SqlDialect.MYSQL || this.dialect == SqlDialect.ANSI;
		if (settingDependent && this.sql.charAt(token.start()) == '"' && contains(token, '\\')) {
			throw refusal("a backslash in double quotes", token.start(), PLAIN);
		}
		if (this.sql.startsWith("&\"", token.start() + 1) && token.is(TokenKind.QUOTED_IDENTIFIER)) {
			throw refusal("a name with Unicode escapes", token.start(), PLAIN);
		}
	}

	private boolean contains(SqlToken token, char c) {
		return this.sql.substring(token.start(), token.end()).indexOf(c) != -1;
	}

	/*
	 * SQL Server takes 1e for a number, MySQL takes 1abc for a name.
	 */
	private static boolean isTornNumber(SqlToken number, SqlToken name) {
		return number.is(TokenKind.NUMBER) && name.is(TokenKind.IDENTIFIER) && number.end() == name.start();
	}

	private void checkTrivia(SqlToken token) {
		String text = this.sql.substring(token.start(), token.end());
		switch (token.kind()) {
			case WHITESPACE -> {
				if (text.chars().anyMatch((c) -> c > ' ')) {
					throw refusal("a blank that is not ASCII", token.start(), PLAIN);
				}
			}
			case LINE_COMMENT -> checkLineComment(token, text);
			default -> checkBlockComment(token, text.toUpperCase(Locale.ROOT));
		}
	}

	/*
	 * Databases agree only on the line feed as the end of a line.
	 */
	private void checkLineComment(SqlToken token, String text) {
		boolean carriageReturn = this.sql.startsWith("\r", token.end()) && !this.sql.startsWith("\r\n", token.end());
		if (carriageReturn || text.chars().anyMatch(LexicalCheck::isOtherLineEnd)) {
			throw refusal("a comment without a line feed at its end", token.start(), PLAIN);
		}
	}

	private static boolean isOtherLineEnd(int c) {
		return c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 || c == 0x2029;
	}

	private void checkBlockComment(SqlToken token, String text) {
		if (this.dialect == SqlDialect.ANSI && text.indexOf("/*", 2) != -1) {
			throw refusal("a comment in a comment", token.start(), PLAIN);
		}
		if (this.dialect == SqlDialect.MYSQL && text.startsWith("/*+") && HINTS.stream().anyMatch(text::contains)) {
			throw refusal("a hint that changes settings", token.start(), PLAIN);
		}
	}

	private static NotASingleReadException refusal(String found, int index, String allowed) {
		return new NotASingleReadException(found, index + 1, allowed);
	}

}

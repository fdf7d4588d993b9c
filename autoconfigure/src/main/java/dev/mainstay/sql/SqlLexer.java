package dev.mainstay.sql;

import java.util.Set;

/**
 * A cursor over the tokens of a SQL text.
 *
 * Every character belongs to exactly one token and no text is refused: what does not end,
 * ends with the text. The time is linear in the length of the text, and nothing is
 * allocated until the {@link #text() text} of a token is asked for. Not thread-safe.
 */
public final class SqlLexer {

	private final String sql;

	private final TokenScanner scanner;

	private TokenKind kind = TokenKind.WHITESPACE;

	private int start;

	private int end;

	private boolean terminated = true;

	/**
	 * Create a lexer that stands before the first token.
	 * @param sql the text to read
	 * @param dialect the dialect it is written in
	 */
	public SqlLexer(String sql, SqlDialect dialect) {
		this(sql, LexicalFeature.of(dialect));
	}

	SqlLexer(String sql, Set<LexicalFeature> features) {
		this.sql = sql;
		this.scanner = new TokenScanner(sql, features);
	}

	/**
	 * Move to the next token.
	 * @return whether there is one
	 */
	public boolean next() {
		if (this.end == this.sql.length()) {
			return false;
		}
		this.start = this.end;
		this.kind = this.scanner.scan(this.start);
		this.end = this.scanner.end();
		this.terminated = this.scanner.isTerminated();
		return true;
	}

	/**
	 * The kind of the current token.
	 * @return the kind
	 */
	public TokenKind kind() {
		return this.kind;
	}

	/**
	 * Where the current token starts.
	 * @return the index of its first character
	 */
	public int start() {
		return this.start;
	}

	/**
	 * Where the current token ends.
	 * @return the index after its last character
	 */
	public int end() {
		return this.end;
	}

	/**
	 * Whether the current token has its closing quote or comment mark, if it needs one.
	 * @return {@code false} if the text ended first
	 */
	public boolean isTerminated() {
		return this.terminated;
	}

	/**
	 * Whether the current token is a keyword, in any case.
	 * @param keyword the keyword in upper case
	 * @return {@code false} for another word, and for a quoted name
	 */
	public boolean isKeyword(String keyword) {
		return this.kind == TokenKind.IDENTIFIER && this.end - this.start == keyword.length()
				&& this.sql.regionMatches(true, this.start, keyword, 0, keyword.length());
	}

	/**
	 * The text of the current token.
	 * @return the characters from start to end
	 */
	public String text() {
		return this.sql.substring(this.start, this.end);
	}

}

package dev.mainstay.sql;

/**
 * The lexical category of a stretch of SQL text.
 */
public enum TokenKind {

	/**
	 * Blanks and line ends.
	 */
	WHITESPACE,

	/**
	 * A comment up to, and without, the line end.
	 */
	LINE_COMMENT,

	/**
	 * A comment between {@code /*} and its closing mark.
	 */
	BLOCK_COMMENT,

	/**
	 * The opening ({@code /*!}, {@code /*!50708}, {@code /*M!}) or closing mark of a
	 * MySQL comment whose content is executed; the content comes as ordinary tokens.
	 */
	EXECUTABLE_COMMENT,

	/**
	 * An unquoted name or a keyword.
	 */
	IDENTIFIER,

	/**
	 * A name in double quotes, backticks or square brackets.
	 */
	QUOTED_IDENTIFIER,

	/**
	 * A character, bit or binary string with its prefix and quotes.
	 */
	STRING,

	/**
	 * A number without its sign.
	 */
	NUMBER,

	/**
	 * A placeholder for a value, such as {@code ?}, {@code ?1}, {@code :name} or
	 * {@code $1}. A lone {@code ?} is one in PostgreSQL too, where it may also be a jsonb
	 * operator.
	 */
	PARAMETER,

	/**
	 * A variable of the session or the server, such as {@code @total} or
	 * {@code @@version}.
	 */
	VARIABLE,

	/**
	 * One or more operator characters, or a single square bracket or colon.
	 */
	OPERATOR,

	/**
	 * An opening parenthesis.
	 */
	LEFT_PARENTHESIS,

	/**
	 * A closing parenthesis.
	 */
	RIGHT_PARENTHESIS,

	/**
	 * A comma.
	 */
	COMMA,

	/**
	 * A semicolon.
	 */
	SEMICOLON,

	/**
	 * A full stop outside of a number.
	 */
	DOT,

	/**
	 * A single character the dialect has no use for, such as a backslash.
	 */
	OTHER;

	/**
	 * Whether the database skips such a token.
	 * @return {@code true} for whitespace and comments that are not executed
	 */
	public boolean isTrivia() {
		return this == WHITESPACE || this == LINE_COMMENT || this == BLOCK_COMMENT;
	}

	/**
	 * Whether such a token is a value written into the statement.
	 * @return {@code true} for strings and numbers
	 */
	public boolean isLiteral() {
		return this == STRING || this == NUMBER;
	}

	/**
	 * Whether such a token is a name, quoted or not, or a keyword.
	 * @return {@code true} for identifiers
	 */
	public boolean isName() {
		return this == IDENTIFIER || this == QUOTED_IDENTIFIER;
	}

}

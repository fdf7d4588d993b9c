package dev.mainstay.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A token of a statement that is neither blank nor comment, with the name that it may be.
 *
 * @param kind the lexical category
 * @param name the text of a name, variable or operator without quotes and
 * {@link #fold(String) folded}; empty for anything else, and for a name that is spelled
 * with escapes. What a setting of the server could make a name, such as text in double
 * quotes, has one, too
 * @param terminated whether it has its closing mark, if it needs one
 */
public record StatementWord(TokenKind kind, String name, boolean terminated) {

	/**
	 * Read the words of a text.
	 * @param sql the text, which need not be valid SQL
	 * @param dialect the dialect it is written in
	 * @return the words in their order
	 */
	public static List<StatementWord> of(String sql, SqlDialect dialect) {
		return of(sql, LexicalFeature.of(dialect));
	}

	/**
	 * Read the words as a server does whose settings differ from the default in what ends
	 * a string or a name.
	 * @param sql the text
	 * @param dialect the dialect it is written in
	 * @return the words, or empty if the dialect has no such setting
	 */
	public static Optional<List<StatementWord>> ofOtherSettings(String sql, SqlDialect dialect) {
		return LexicalFeature.switchedOf(dialect).map((features) -> of(sql, features));
	}

	private static List<StatementWord> of(String sql, Set<LexicalFeature> features) {
		List<StatementWord> words = new ArrayList<>();
		SqlLexer lexer = new SqlLexer(sql, features);
		while (lexer.next()) {
			if (!lexer.kind().isTrivia()) {
				SqlToken token = SqlToken.of(lexer);
				words.add(new StatementWord(token.kind(), fold(token.name()), token.terminated()));
			}
		}
		return words;
	}

	/**
	 * Bring a name into the form in which names are compared: all that any database takes
	 * for the same are the same.
	 * @param name a name without quotes
	 * @return the name in lower case
	 */
	public static String fold(String name) {
		return name.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether it is a keyword, or could be one.
	 * @param keyword the keyword in lower case
	 * @return {@code false} for a quoted name
	 */
	public boolean is(String keyword) {
		return this.kind == TokenKind.IDENTIFIER && this.name.equals(keyword);
	}

	/**
	 * Whether it is one of some keywords, or could be.
	 * @param keywords the keywords in lower case
	 * @return {@code false} for a quoted name
	 */
	public boolean isAny(Set<String> keywords) {
		return this.kind == TokenKind.IDENTIFIER && keywords.contains(this.name);
	}

	/**
	 * Whether it is of a lexical category.
	 * @param other the category
	 * @return whether it is
	 */
	public boolean is(TokenKind other) {
		return this.kind == other;
	}

}

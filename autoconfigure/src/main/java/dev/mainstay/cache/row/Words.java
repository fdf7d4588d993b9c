package dev.mainstay.cache.row;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.StatementWord;
import dev.mainstay.sql.TokenKind;

/**
 * The words of a statement, read from the first to the last.
 */
final class Words {

	private static final StatementWord END = new StatementWord(TokenKind.WHITESPACE, "", true);

	private final List<StatementWord> all;

	private int index;

	private int parameters;

	Words(List<StatementWord> all) {
		this.all = all;
	}

	boolean isOver() {
		return this.index >= this.all.size();
	}

	StatementWord peek() {
		return peek(0);
	}

	StatementWord peek(int ahead) {
		int at = this.index + ahead;
		return (at < this.all.size()) ? this.all.get(at) : END;
	}

	StatementWord next() {
		StatementWord word = peek();
		this.index++;
		if (word.is(TokenKind.PARAMETER)) {
			this.parameters++;
		}
		return word;
	}

	/**
	 * Return how many parameters have been read, the last word included.
	 * @return the position of the last one, from 1
	 */
	int parameters() {
		return this.parameters;
	}

	boolean accept(String keyword) {
		return accept(peek().is(keyword));
	}

	boolean accept(TokenKind kind) {
		return accept(peek().is(kind));
	}

	boolean acceptOperator(String operator) {
		return accept(isOperator(operator));
	}

	private boolean accept(boolean there) {
		if (there) {
			next();
		}
		return there;
	}

	boolean isOperator(String operator) {
		return peek().is(TokenKind.OPERATOR) && peek().name().equals(operator);
	}

	boolean isName() {
		return peek().kind().isName() && !peek().name().isEmpty();
	}

	/**
	 * Read a name, unless it is one of some keywords.
	 * @param keywords what may stand there instead
	 * @return the name, or {@code null} if there is none
	 */
	@Nullable String name(Set<String> keywords) {
		return (isName() && !peek().isAny(keywords)) ? next().name() : null;
	}

	/**
	 * Read the name of a table, which may have that of a schema in front.
	 * @return the name without the schema, or {@code null} if there is none
	 */
	@Nullable String table() {
		String name = name(Set.of("only", "lateral", "select", "table"));
		if (name != null && accept(TokenKind.DOT)) {
			name = name(Set.of());
		}
		return peek().is(TokenKind.DOT) ? null : name;
	}

}

package dev.mainstay.cache.dependency;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.mainstay.sql.SqlDialect;
import dev.mainstay.sql.StatementWord;
import dev.mainstay.sql.TokenKind;

/**
 * The words of a statement by their places.
 *
 * @param words the words
 */
record StatementText(List<StatementWord> words) {

	private static final StatementWord NONE = new StatementWord(TokenKind.WHITESPACE, "", true);

	static StatementText of(String sql, SqlDialect dialect) {
		return new StatementText(StatementWord.of(sql, dialect));
	}

	// Whether a setting of the server that the text does not tell makes another statement
	// of it.
	static boolean isAmbiguous(String sql, SqlDialect dialect) {
		if (sql.indexOf('\\') == -1) {
			return false;
		}
		Optional<List<StatementWord>> other = StatementWord.ofOtherSettings(sql, dialect);
		return other.isPresent() && !other.get().equals(StatementWord.of(sql, dialect)) && isExecutable(other.get());
	}

	// A server that reads ESCAPE '\' with its other setting finds a string without an
	// end.
	private static boolean isExecutable(List<StatementWord> words) {
		return words.stream().allMatch((word) -> word.terminated() && !word.is(TokenKind.OTHER));
	}

	int size() {
		return this.words.size();
	}

	StatementWord at(int index) {
		return (index >= 0 && index < this.words.size()) ? this.words.get(index) : NONE;
	}

	StatementText from(int start) {
		return new StatementText(this.words.subList(Math.min(start, size()), size()));
	}

	boolean isSequence(int index, String... keywords) {
		for (int i = 0; i < keywords.length; i++) {
			if (!at(index + i).is(keywords[i])) {
				return false;
			}
		}
		return true;
	}

	// Whether a word could be the name of something: what is in double quotes is one or a
	// string, as the server is set.
	boolean isName(int index) {
		StatementWord word = at(index);
		return word.kind().isName() && !word.name().isEmpty();
	}

	boolean isCall(int index) {
		StatementWord word = at(index);
		return (word.kind().isName() || word.is(TokenKind.STRING)) && !word.name().isEmpty()
				&& at(index + 1).is(TokenKind.LEFT_PARENTHESIS);
	}

	// Whether a word is a name because of what is before it, whatever it means elsewhere.
	boolean isLabel(int index) {
		StatementWord previous = at(index - 1);
		return previous.is(TokenKind.DOT) || previous.is("as") && !at(index + 1).is(TokenKind.LEFT_PARENTHESIS);
	}

	boolean has(Set<String> keywords) {
		for (int i = 0; i < size(); i++) {
			if (at(i).isAny(keywords) && !isLabel(i)) {
				return true;
			}
		}
		return false;
	}

}

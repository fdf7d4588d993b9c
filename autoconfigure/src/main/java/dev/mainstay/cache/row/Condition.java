package dev.mainstay.cache.row;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.StatementWord;
import dev.mainstay.sql.TokenKind;

/**
 * What a WHERE clause asks of a row. Only what is surely true of each row that it accepts
 * is an equality; everything else that it looks at is a column that it compares.
 *
 * @param equalities what must be equal to a parameter, all of it
 * @param compared the columns that are compared in another way
 */
record Condition(List<Equality> equalities, Set<String> compared) {

	static final Condition NONE = new Condition(List.of(), Set.of());

	private static final Set<String> KEYWORDS = Set.of("and", "or", "not", "in", "is", "null", "true", "false", "like",
			"ilike", "between", "any", "all", "some", "escape");

	private static final Set<String> BEFORE_PARENTHESIS = Set.of("and", "or", "not", "in", "like", "ilike", "between",
			"any", "all", "some");

	private static final Set<String> OPERATORS = Set.of("=", "<", ">", "<=", ">=", "<>", "!=", "+", "-", "*", "/", "%",
			"||");

	// Clauses of a statement that may follow.
	private static final Set<String> ENDS = Set.of("order", "returning");

	Condition {
		equalities = List.copyOf(equalities);
		compared = Set.copyOf(compared);
	}

	/**
	 * Read a condition up to the end of the statement or the clause that follows.
	 * @param words at the first word of the condition
	 * @param scope the table
	 * @return the condition, or {@code null} if it is not understood
	 */
	static @Nullable Condition read(Words words, Scope scope) {
		return areUnmistakable(scope.table()) ? new Reader(words, scope).read() : null;
	}

	/**
	 * Read an expression that is assigned to a column.
	 * @param words at the first word of the expression
	 * @param scope the table
	 * @return whether it is understood
	 */
	static boolean skipExpression(Words words, Scope scope) {
		return areUnmistakable(scope.table()) && new Reader(words, scope).skip();
	}

	// A column that is called like a keyword would be taken for one.
	private static boolean areUnmistakable(RowTable table) {
		return KEYWORDS.stream().noneMatch(table::hasColumn) && ENDS.stream().noneMatch(table::hasColumn);
	}

	/**
	 * Return whether the values of some columns are among those that must be equal to a
	 * parameter.
	 * @param columns the columns
	 * @return whether all of them are
	 */
	boolean isFixed(List<String> columns) {
		return columns.stream().allMatch((column) -> equality(column) != null);
	}

	@Nullable Equality equality(String column) {
		for (Equality equality : this.equalities) {
			if (equality.column().equals(column)) {
				return equality;
			}
		}
		return null;
	}

	/**
	 * Reads one condition.
	 */
	private static final class Reader {

		private final Words words;

		private final Scope scope;

		private final List<Equality> equalities = new ArrayList<>();

		private final Set<String> compared = new HashSet<>();

		private int depth;

		// Whether what is joined by AND need not all be true.
		private boolean loose;

		Reader(Words words, Scope scope) {
			this.words = words;
			this.scope = scope;
		}

		@Nullable Condition read() {
			do {
				if (!term()) {
					return null;
				}
			}
			while (this.words.accept("and"));
			if (this.loose) {
				this.equalities.forEach((equality) -> this.compared.add(equality.column()));
				this.equalities.clear();
			}
			return new Condition(this.equalities, this.compared);
		}

		boolean skip() {
			do {
				if (!term()) {
					return false;
				}
			}
			while (this.words.accept("and"));
			return true;
		}

		// What stands between two ANDs outside of parentheses.
		private boolean term() {
			List<StatementWord> term = new ArrayList<>();
			List<String> columns = new ArrayList<>();
			int before = this.words.parameters();
			while (!isEndOfTerm()) {
				StatementWord word = this.words.peek();
				term.add(word);
				if (this.depth == 0) {
					this.loose |= word.is("or") || word.is("between");
				}
				if (!read(word, columns)) {
					return false;
				}
			}
			if (this.depth != 0 || term.isEmpty()) {
				return false;
			}
			if (columns.size() == 1 && isEquality(term) && this.words.parameters() == before + 1) {
				add(columns.get(0));
			}
			else {
				this.compared.addAll(columns);
			}
			return true;
		}

		private boolean isEndOfTerm() {
			StatementWord word = this.words.peek();
			return this.words.isOver() || this.depth == 0
					&& (word.is("and") || word.isAny(ENDS) || word.is("where") || word.is(TokenKind.COMMA));
		}

		private void add(String column) {
			ColumnKind kind = this.scope.table().kind(column);
			if (kind.isComparable()) {
				this.equalities.add(new Equality(column, kind, this.words.parameters()));
			}
			else {
				this.compared.add(column);
			}
		}

		// A column, "=" and a parameter, in this order or the other way round. A column
		// counts as one word, whatever it is qualified with.
		private static boolean isEquality(List<StatementWord> term) {
			return term.size() == 3 && term.get(1).is(TokenKind.OPERATOR) && term.get(1).name().equals("=")
					&& (term.get(0).is(TokenKind.PARAMETER) && term.get(2).kind().isName()
							|| term.get(2).is(TokenKind.PARAMETER) && term.get(0).kind().isName());
		}

		private boolean read(StatementWord word, List<String> columns) {
			switch (word.kind()) {
				case LEFT_PARENTHESIS -> this.depth++;
				case RIGHT_PARENTHESIS -> this.depth--;
				case PARAMETER, STRING, NUMBER, COMMA -> {
				}
				case OPERATOR -> {
					if (!OPERATORS.contains(word.name())) {
						return false;
					}
				}
				case IDENTIFIER, QUOTED_IDENTIFIER -> {
					if (!word.isAny(KEYWORDS)) {
						String column = this.scope.column(this.words);
						return column != null && columns.add(column);
					}
					if (this.words.peek(1).is(TokenKind.LEFT_PARENTHESIS) && !word.isAny(BEFORE_PARENTHESIS)) {
						return false;
					}
				}
				default -> {
					return false;
				}
			}
			this.words.next();
			return this.depth >= 0;
		}

	}

}

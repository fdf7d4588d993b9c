package dev.mainstay.cache.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.StatementWord;
import dev.mainstay.sql.TokenKind;

/*
 * Only what is surely understood is: one table, no sub-query, no function, no clause that
 * is not expected. That is what is sent for most entities, and for most queries that are
 * written for one purpose. Of anything else it is known which tables it names.
 */

/**
 * Finds out which rows of one table a statement reads or changes.
 */
public final class RowStatements {

	private final Words words;

	private final Function<String, @Nullable RowTable> tables;

	private RowStatements(List<StatementWord> words, Function<String, @Nullable RowTable> tables) {
		this.words = new Words(words);
		this.tables = tables;
	}

	/**
	 * Look at a statement.
	 * @param words the words of one statement of PostgreSQL
	 * @param tables the tables whose rows can be followed, by their names
	 * @return what it does, or {@code null} if it does anything else
	 */
	public static @Nullable RowStatement of(List<StatementWord> words, Function<String, @Nullable RowTable> tables) {
		RowStatements reader = new RowStatements(words, tables);
		RowStatement statement = switch (reader.words.next().name()) {
			case "select" -> reader.select();
			case "insert" -> reader.insert();
			case "update" -> reader.update();
			case "delete" -> reader.delete();
			default -> null;
		};
		return reader.words.isOver() ? statement : null;
	}

	private @Nullable RowQuery select() {
		Selection selection = Selection.read(this.words);
		Scope scope = (selection != null) ? scope() : null;
		if (selection == null || scope == null || !selection.isOf(scope)) {
			return null;
		}
		Condition condition = this.words.accept("where") ? Condition.read(this.words, scope) : Condition.NONE;
		int parameters = this.words.parameters();
		if (condition == null || this.words.accept("order") && !order(scope)) {
			return null;
		}
		return new RowQuery(scope.table(), condition, selection.positions(scope.table().key()), parameters);
	}

	// Rows that are not read do not matter, so neither does their order.
	private boolean order(Scope scope) {
		if (!this.words.accept("by")) {
			return false;
		}
		do {
			if (!this.words.accept(TokenKind.NUMBER) && scope.column(this.words) == null) {
				return false;
			}
			if (!this.words.accept("asc")) {
				this.words.accept("desc");
			}
			if (this.words.accept("nulls") && !this.words.accept("first") && !this.words.accept("last")) {
				return false;
			}
		}
		while (this.words.accept(TokenKind.COMMA));
		return true;
	}

	private @Nullable RowChange insert() {
		Scope scope = this.words.accept("into") ? scope() : null;
		if (scope == null || !this.words.accept(TokenKind.LEFT_PARENTHESIS)) {
			return null;
		}
		List<String> columns = new ArrayList<>();
		do {
			String column = scope.column(this.words);
			if (column == null) {
				return null;
			}
			columns.add(column);
		}
		while (this.words.accept(TokenKind.COMMA));
		boolean expected = this.words.accept(TokenKind.RIGHT_PARENTHESIS) && this.words.accept("values")
				&& this.words.accept(TokenKind.LEFT_PARENTHESIS);
		List<Assignment> assignments = expected ? values(scope.table(), columns) : null;
		return (assignments != null && returning(scope))
				? RowChange.insert(scope.table(), assignments, this.words.parameters()) : null;
	}

	// Parameters and literals, as many as there are columns.
	private @Nullable List<Assignment> values(RowTable table, List<String> columns) {
		List<Assignment> assignments = new ArrayList<>();
		for (String column : columns) {
			if (!assignments.isEmpty() && !this.words.accept(TokenKind.COMMA)) {
				return null;
			}
			StatementWord value = this.words.next();
			boolean parameter = value.is(TokenKind.PARAMETER);
			if (!parameter && !value.kind().isLiteral() && !value.isAny(Set.of("default", "null", "true", "false"))) {
				return null;
			}
			assignments.add(new Assignment(column, table.kind(column), parameter ? this.words.parameters() : 0));
		}
		return this.words.accept(TokenKind.RIGHT_PARENTHESIS) ? assignments : null;
	}

	private @Nullable RowChange update() {
		Scope scope = scope();
		if (scope == null || !this.words.accept("set")) {
			return null;
		}
		List<Assignment> assignments = new ArrayList<>();
		do {
			Assignment assignment = assignment(scope);
			if (assignment == null) {
				return null;
			}
			assignments.add(assignment);
		}
		while (this.words.accept(TokenKind.COMMA));
		Condition condition = condition(scope);
		if (condition == null || !returning(scope)) {
			return null;
		}
		RowChange change = RowChange.update(scope.table(), condition, assignments, this.words.parameters());
		boolean keepsKey = !change.changesAnyOf(Set.copyOf(scope.table().key()))
				&& !change.changesAnyOf(scope.table().referenced());
		return keepsKey ? change : null;
	}

	private @Nullable Assignment assignment(Scope scope) {
		String column = this.words.name(Set.of());
		if (column == null || !scope.table().hasColumn(column) || !this.words.acceptOperator("=")) {
			return null;
		}
		boolean parameter = this.words.peek().is(TokenKind.PARAMETER)
				&& (this.words.peek(1).is(TokenKind.COMMA) || this.words.peek(1).is("where"));
		if (!Condition.skipExpression(this.words, scope)) {
			return null;
		}
		return new Assignment(column, scope.table().kind(column), parameter ? this.words.parameters() : 0);
	}

	private @Nullable RowChange delete() {
		Scope scope = this.words.accept("from") ? scope() : null;
		Condition condition = (scope != null) ? condition(scope) : null;
		return (scope != null && condition != null && returning(scope))
				? RowChange.delete(scope.table(), condition, this.words.parameters()) : null;
	}

	// One that names the row.
	private @Nullable Condition condition(Scope scope) {
		Condition condition = this.words.accept("where") ? Condition.read(this.words, scope) : null;
		return (condition != null && condition.isFixed(scope.table().key())) ? condition : null;
	}

	private @Nullable Scope scope() {
		String name = this.words.table();
		RowTable table = (name != null) ? this.tables.apply(name) : null;
		return (table != null) ? Scope.read(table, this.words) : null;
	}

	private boolean returning(Scope scope) {
		if (!this.words.accept("returning")) {
			return true;
		}
		if (this.words.acceptOperator("*")) {
			return true;
		}
		do {
			if (scope.column(this.words) == null) {
				return false;
			}
		}
		while (this.words.accept(TokenKind.COMMA));
		return true;
	}

}

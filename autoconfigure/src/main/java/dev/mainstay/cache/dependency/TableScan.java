package dev.mainstay.cache.dependency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.StatementWord;
import dev.mainstay.sql.TokenKind;

/*
 * A table that the catalog knows counts wherever its name stands, so nothing here decides
 * which tables a statement uses. What is looked for are the places where a table must be
 * named: a name there that the catalog does not know says that the catalog is old, or
 * that the statement is not understood.
 */

/**
 * The places of a statement that name a table or a function.
 */
final class TableScan {

	private static final Set<String> QUERY = Set.of("select", "values", "with", "table");

	private static final Set<String> ENDS_LIST = Set.of("where", "group", "order", "having", "window", "limit", "union",
			"except", "intersect", "set", "returning", "values", "select");

	private static final Set<String> VERBS = Set.of("insert", "update", "delete", "merge", "replace");

	// What an "update" after one of these words belongs to is another statement's.
	private static final Set<String> BEFORE_CLAUSE = Set.of("do", "key", "for", "then", "on");

	// After these a name with a parenthesis is a function; after another name it is an
	// alias with the names of its columns.
	private static final Set<String> BEFORE_EXPRESSION = Set.of("select", "distinct", "all", "where", "and", "or",
			"not", "on", "having", "by", "when", "then", "else", "case", "between", "like", "ilike", "in", "is",
			"returning", "set", "limit", "offset", "from", "join", "lateral", "union", "using", "default", "any",
			"some", "similar", "escape", "do", "call", "xor", "div", "mod", "rlike", "regexp", "glob", "to");

	private final StatementText text;

	private final Set<String> commonNames;

	private final List<Place> places = new ArrayList<>();

	private final Set<String> calls = new HashSet<>();

	private final Set<String> functions = new HashSet<>();

	private final Set<String> qualifiers = new HashSet<>();

	private final Deque<Level> levels = new ArrayDeque<>();

	private boolean expected;

	private boolean target;

	TableScan(StatementText text) {
		this.text = text;
		this.commonNames = commonNames(text);
		this.levels.push(new Level(true, false));
		int i = 0;
		while (i < text.size()) {
			i = read(i);
		}
		if (this.expected) {
			this.places.add(Place.UNCLEAR);
		}
	}

	// The places where a table must be named and no common table expression is.
	List<Place> places() {
		return this.places;
	}

	// All names that are followed by a parenthesis.
	Set<String> calls() {
		return this.calls;
	}

	// Those of them that can be nothing but functions, types and keywords.
	Set<String> functions() {
		return this.functions;
	}

	// The names of schemas or packages in front of functions.
	Set<String> qualifiers() {
		return this.qualifiers;
	}

	private int read(int index) {
		StatementWord word = this.text.at(index);
		if (this.text.isCall(index)) {
			call(index);
		}
		switch (word.kind()) {
			case LEFT_PARENTHESIS -> open(index);
			case RIGHT_PARENTHESIS -> close();
			case COMMA -> {
				refuse();
				this.expected = level().list;
			}
			case SEMICOLON -> {
				refuse();
				this.levels.clear();
				this.levels.push(new Level(true, false));
			}
			default -> {
				return this.expected ? table(index) : keyword(index);
			}
		}
		return index + 1;
	}

	private void call(int index) {
		StatementWord previous = this.text.at(index - 1);
		String name = this.text.at(index).name();
		this.calls.add(name);
		if (previous.is(TokenKind.DOT)) {
			this.qualifiers.add(this.text.at(index - 2).name());
		}
		boolean expression = switch (previous.kind()) {
			case COMMA, LEFT_PARENTHESIS, OPERATOR, DOT, WHITESPACE -> true;
			case IDENTIFIER -> BEFORE_EXPRESSION.contains(previous.name());
			default -> false;
		};
		if (expression && !this.commonNames.contains(name)) {
			this.functions.add(name);
		}
	}

	private void open(int index) {
		StatementWord next = this.text.at(index + 1);
		boolean query = next.isAny(QUERY) || next.isAny(VERBS);
		this.levels.push(new Level(query, this.expected && !query));
		this.expected &= !query;
	}

	private void close() {
		refuse();
		if (this.levels.size() > 1) {
			this.levels.pop();
		}
	}

	// A table had to come and did not.
	private void refuse() {
		if (this.expected) {
			this.places.add(Place.UNCLEAR);
			this.expected = false;
		}
	}

	private int keyword(int index) {
		StatementWord word = this.text.at(index);
		if (!word.is(TokenKind.IDENTIFIER) || this.text.isLabel(index)) {
			return index + 1;
		}
		Level level = level();
		if (word.isAny(ENDS_LIST)) {
			level.list = false;
		}
		switch (word.name()) {
			case "select" -> level.query = true;
			case "from" -> {
				if (level.query && !isDistinctFrom(index)) {
					expect(true);
				}
			}
			case "join", "straight_join" -> expect(true);
			case "using" -> {
				if (level.query && !this.text.at(index + 1).is(TokenKind.LEFT_PARENTHESIS)) {
					expect(true);
				}
			}
			case "into" -> {
				expect(false);
				this.target = true;
			}
			case "update" -> {
				if (!this.text.at(index - 1).isAny(BEFORE_CLAUSE) && !this.text.isCall(index)) {
					expect(true);
				}
			}
			case "table" -> {
				if (this.text.isName(index + 1)) {
					expect(false);
				}
			}
			default -> {
			}
		}
		return index + 1;
	}

	private void expect(boolean list) {
		this.expected = true;
		this.target = false;
		level().list |= list;
	}

	private boolean isDistinctFrom(int index) {
		StatementWord before = this.text.at(index - 2);
		return this.text.at(index - 1).is("distinct") && (before.is("is") || before.is("not"));
	}

	private int table(int index) {
		StatementWord word = this.text.at(index);
		boolean modifier = word.is("lateral") || word.is("only") || word.is("table") || word.is("low_priority")
				|| word.is("ignore") || word.is("rows") || word.is("from") || word.is("or");
		if (modifier && isBeforeTable(index + 1)) {
			return index + 1;
		}
		this.expected = false;
		if (word.isAny(QUERY)) {
			level().list = false;
			return keyword(index);
		}
		if (!this.text.isName(index)) {
			this.places.add(Place.UNCLEAR);
			return index + 1;
		}
		return named(index);
	}

	private boolean isBeforeTable(int index) {
		return this.text.isName(index) || this.text.at(index).is(TokenKind.LEFT_PARENTHESIS);
	}

	private int named(int index) {
		int last = index;
		while (this.text.at(last + 1).is(TokenKind.DOT)) {
			if (!this.text.isName(last + 2)) {
				this.places.add(Place.UNCLEAR);
				return last + 2;
			}
			last += 2;
		}
		String name = this.text.at(last).name();
		if (this.text.isCall(last) && !this.target) {
			return last;
		}
		if (last == index && this.commonNames.contains(name)) {
			return last + 1;
		}
		String schema = (last > index) ? this.text.at(last - 2).name() : null;
		this.places.add(new Place(schema, name));
		return last + 1;
	}

	private Level level() {
		return this.levels.element();
	}

	// WITH name (columns) AS MATERIALIZED (…), other AS (…)
	private static Set<String> commonNames(StatementText text) {
		Set<String> names = new HashSet<>();
		boolean with = false;
		for (int i = 0; i < text.size(); i++) {
			with |= text.at(i).is("with");
			StatementWord previous = text.at(i - 1);
			boolean start = previous.is("with") || previous.is("recursive") || previous.is(TokenKind.COMMA);
			if (with && start && text.isName(i) && isDefinition(text, i + 1)) {
				names.add(text.at(i).name());
			}
		}
		return names;
	}

	private static boolean isDefinition(StatementText text, int index) {
		int i = index;
		if (text.at(i).is(TokenKind.LEFT_PARENTHESIS)) {
			while (i < text.size() && !text.at(i).is(TokenKind.RIGHT_PARENTHESIS)) {
				i++;
			}
			i++;
		}
		if (!text.at(i).is("as")) {
			return false;
		}
		i++;
		while (text.at(i).is("not") || text.at(i).is("materialized")) {
			i++;
		}
		return text.at(i).is(TokenKind.LEFT_PARENTHESIS);
	}

	/**
	 * A place where a table is named.
	 *
	 * @param schema the schema it is qualified with
	 * @param name the name of the table, or {@code null} if it is not clear
	 */
	record Place(@Nullable String schema, @Nullable String name) {

		static final Place UNCLEAR = new Place(null, null);

	}

	/**
	 * What is inside of a pair of parentheses.
	 */
	private static final class Level {

		private boolean query;

		private boolean list;

		Level(boolean query, boolean list) {
			this.query = query;
			this.list = list;
		}

	}

}

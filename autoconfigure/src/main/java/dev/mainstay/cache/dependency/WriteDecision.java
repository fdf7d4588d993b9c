package dev.mainstay.cache.dependency;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.sql.SqlDialect;
import dev.mainstay.sql.StatementWord;
import dev.mainstay.sql.TokenKind;

/**
 * What a text of one or more statements changes, decided without waiting for anybody.
 */
final class WriteDecision {

	// What cannot be a function of a user, for as long as these are not known.
	private static final Set<String> PLAIN_CALLS = Set.of("count", "sum", "min", "max", "avg", "coalesce", "lower",
			"upper", "in", "exists", "values", "and", "or", "not", "any", "all", "over", "on", "using", "as", "cast",
			"length", "nullif", "round", "abs", "concat", "extract", "substring", "trim", "union", "where", "from",
			"select", "then", "when", "else", "having", "by", "distinct", "row_number", "rank", "now");

	private static final Set<String> BEFORE_TEMPORARY = Set.of("table", "view", "recursive", "if", "not", "exists",
			"cached", "memory", "sequence", "trigger");

	private final DatabaseProduct product;

	private final SqlDialect dialect;

	private final @Nullable Catalog catalog;

	private final SideEffects sideEffects;

	private final @Nullable KnownCatalog known;

	private final String sql;

	private boolean schemaChange;

	WriteDecision(String sql, DatabaseProduct product, @Nullable Catalog catalog, SideEffects sideEffects,
			@Nullable KnownCatalog known) {
		this.sql = sql;
		this.product = product;
		this.dialect = SqlDialect.of(product);
		this.catalog = catalog;
		this.sideEffects = sideEffects;
		this.known = known;
	}

	// Whether the text changes definitions, so that the decision is not to be remembered.
	boolean isSchemaChange() {
		return this.schemaChange;
	}

	WrittenTables tables() {
		Set<String> tables = new HashSet<>();
		boolean everything = StatementText.isAmbiguous(this.sql, this.dialect);
		boolean session = false;
		boolean ends = false;
		for (StatementText text : statements()) {
			WrittenTables one = tables(text);
			tables.addAll(one.tables());
			everything |= one.everything();
			session |= one.sessionChanged();
			ends |= one.ends();
		}
		if (this.schemaChange && this.known != null) {
			this.known.schemaChanges();
		}
		return new WrittenTables(tables, everything, session, ends);
	}

	// A block has semicolons inside, but begins with a word that is not understood.
	private List<StatementText> statements() {
		List<StatementWord> words = StatementWord.of(this.sql, this.dialect);
		List<StatementText> statements = new ArrayList<>();
		int start = 0;
		for (int i = 0; i <= words.size(); i++) {
			if (i == words.size() || words.get(i).is(TokenKind.SEMICOLON)) {
				int first = startOf(words, start, i);
				if (first < i) {
					statements.add(new StatementText(words.subList(first, i)));
				}
				start = i + 1;
			}
		}
		return statements;
	}

	// {? = call name(?)} of JDBC
	private static int startOf(List<StatementWord> words, int start, int end) {
		int first = start;
		while (first < end && (words.get(first).is(TokenKind.OTHER) || words.get(first).is(TokenKind.OPERATOR)
				|| words.get(first).is(TokenKind.PARAMETER) || words.get(first).is(TokenKind.EXECUTABLE_COMMENT))) {
			first++;
		}
		return (first < end) ? first : start;
	}

	private WrittenTables tables(StatementText text) {
		StatementStart start = StatementStart.of(text);
		boolean commits = this.product == DatabaseProduct.MYSQL;
		return switch (start) {
			case NOTHING -> new WrittenTables(Set.of(), false, false, commits && isTransaction(text));
			case SESSION -> session(text);
			case END -> new WrittenTables(Set.of(), false, false, true);
			case ANYTHING -> new WrittenTables(Set.of(), true, false, commits);
			case SCHEMA -> schema(text);
			case QUERY, WRITE, COMPLEX_WRITE, COPY, CALL -> rows(start, text);
		};
	}

	// To begin a transaction or to lock a table ends the one before.
	private static boolean isTransaction(StatementText text) {
		return text.at(0).isAny(Set.of("begin", "start", "lock", "unlock", "analyze", "flush"));
	}

	private WrittenTables session(StatementText text) {
		boolean calls = false;
		boolean commits = text.at(0).is("begin") || text.at(0).is("start");
		for (int i = 0; i < text.size(); i++) {
			calls |= text.isCall(i) && !text.at(0).is("pragma");
			commits |= text.at(i).name().endsWith("autocommit");
		}
		return new WrittenTables(Set.of(), calls, true, commits && this.product == DatabaseProduct.MYSQL);
	}

	private WrittenTables schema(StatementText text) {
		this.schemaChange = true;
		for (int i = 0; i < text.size(); i++) {
			if (text.at(i).is("temp") || text.at(i).is("temporary")) {
				temporary(text, i + 1);
			}
		}
		boolean transactional = this.product == DatabaseProduct.POSTGRESQL || this.product == DatabaseProduct.SQLITE;
		return new WrittenTables(Set.of(), true, false, !transactional);
	}

	// TEMPORARY TABLE IF NOT EXISTS name, or temp.name
	private void temporary(StatementText text, int index) {
		int i = index;
		while (text.at(i).isAny(BEFORE_TEMPORARY) || text.at(i).is(TokenKind.DOT)) {
			i++;
		}
		while (text.at(i + 1).is(TokenKind.DOT)) {
			i += 2;
		}
		if (this.known != null) {
			this.known.addTemporary(text.at(i).name());
		}
	}

	private WrittenTables rows(StatementStart start, StatementText text) {
		if (this.catalog == null) {
			boolean query = start == StatementStart.QUERY && isPlainQuery(text);
			return query ? WrittenTables.NOTHING : WrittenTables.EVERYTHING;
		}
		WriteAnalysis analysis = new WriteAnalysis(text, this.dialect, this.catalog, this.sideEffects);
		return switch (start) {
			case QUERY -> selectInto(text) ? schema(text) : analysis.query();
			case WRITE -> analysis.write();
			case COPY -> analysis.copy();
			case CALL -> call(text, analysis);
			default -> analysis.named();
		};
	}

	private boolean selectInto(StatementText text) {
		return this.dialect == SqlDialect.POSTGRESQL && text.has(Set.of("into"))
				&& !text.has(Set.of("insert", "merge"));
	}

	private static boolean isPlainQuery(StatementText text) {
		if (text.has(Set.of("into", "insert", "update", "delete", "merge", "replace"))) {
			return false;
		}
		return PLAIN_CALLS.containsAll(new TableScan(text).calls());
	}

	private WrittenTables call(StatementText text, WriteAnalysis analysis) {
		if (text.isSequence(1, "next", "value", "for")) {
			return WrittenTables.NOTHING;
		}
		int name = 1;
		while (text.at(name + 1).is(TokenKind.DOT)) {
			name += 2;
		}
		return analysis.call(text.isName(name) ? text.at(name).name() : null);
	}

}

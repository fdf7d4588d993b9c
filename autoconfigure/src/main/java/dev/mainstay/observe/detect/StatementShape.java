package dev.mainstay.observe.detect;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.SqlDialect;
import dev.mainstay.sql.SqlLexer;
import dev.mainstay.sql.TokenKind;

/**
 * What the words of a statement tell about what it is for.
 *
 * @param table the first table it reads or writes, without schema and quotes;
 * {@code null} if there is none that belongs to the application
 * @param batch whether it asks for many rows by a list of their keys
 */
record StatementShape(@Nullable String table, boolean batch) {

	private static final int LONG_LIST = 5;

	private static final Set<String> BEFORE_TABLE = Set.of("FROM", "INTO", "UPDATE");

	private static final Set<String> BETWEEN = Set.of("ONLY", "LATERAL", "IGNORE", "LOW_PRIORITY", "FROM", "INTO");

	private static final Set<String> NO_TABLE = Set.of("SELECT", "VALUES", "WITH");

	private static final Set<String> ARRAYS = Set.of("ANY", "ARRAY_CONTAINS", "UNNEST", "STRING_TO_ARRAY",
			"STRING_SPLIT", "JSON_TABLE", "OPENJSON");

	private static final Set<String> CATALOGS = Set.of("INFORMATION_SCHEMA", "PG_CATALOG", "SYS", "MYSQL");

	/**
	 * Read a statement.
	 * @param sql the statement
	 * @param dialect the dialect it is written in
	 * @return its shape
	 */
	static StatementShape of(String sql, SqlDialect dialect) {
		Reader reader = new Reader(new SqlLexer(sql, dialect));
		reader.read();
		String table = (reader.sequence || reader.catalog || "DUAL".equalsIgnoreCase(reader.table)) ? null
				: reader.table;
		return new StatementShape(table, reader.isBatch());
	}

	/**
	 * Tell whether a statement has a name among its words.
	 * @param sql the statement
	 * @param dialect the dialect it is written in
	 * @param name the name without quotes
	 * @return whether it has, in any case
	 */
	static boolean mentions(String sql, SqlDialect dialect, String name) {
		SqlLexer lexer = new SqlLexer(sql, dialect);
		while (lexer.next()) {
			if (lexer.kind().isName() && unquoted(lexer).equalsIgnoreCase(name)) {
				return true;
			}
		}
		return false;
	}

	private static String unquoted(SqlLexer lexer) {
		String text = lexer.text();
		return (lexer.kind() == TokenKind.QUOTED_IDENTIFIER && text.length() > 2) ? text.substring(1, text.length() - 1)
				: text;
	}

	/**
	 * Goes through the tokens of a statement once.
	 */
	private static final class Reader {

		private final SqlLexer lexer;

		private @Nullable String table;

		private boolean catalog;

		private boolean sequence;

		private boolean array;

		private boolean equality;

		private int longestList;

		// The last token that is no blank.
		private String word = "";

		private TokenKind kind = TokenKind.WHITESPACE;

		private boolean with;

		private int nesting;

		private int tableNesting;

		// One bit for each level of parentheses.
		private long queries;

		private boolean expectsTable;

		private boolean afterTable;

		// Elements of the list after IN that is being read, -1 outside of any.
		private int list = -1;

		private int depth;

		Reader(SqlLexer lexer) {
			this.lexer = lexer;
		}

		boolean isBatch() {
			return this.array || this.longestList >= (this.equality ? LONG_LIST : 1);
		}

		void read() {
			while (this.lexer.next()) {
				if (!this.lexer.kind().isTrivia()) {
					String current = (this.lexer.kind() == TokenKind.IDENTIFIER)
							? this.lexer.text().toUpperCase(Locale.ROOT) : "";
					table(current);
					list();
					this.sequence |= current.equals("NEXTVAL") || (current.equals("VALUE") && this.word.equals("NEXT"));
					this.word = (this.lexer.kind() == TokenKind.OPERATOR) ? this.lexer.text() : current;
					this.kind = this.lexer.kind();
				}
			}
		}

		/*
		 * The outermost query counts, and in it the first table; where that is a query in
		 * parentheses, the first one in there. The names that WITH gives are no tables,
		 * so there the first query counts.
		 */
		private void table(String current) {
			nest();
			TokenKind now = this.lexer.kind();
			boolean tableBefore = this.afterTable;
			this.afterTable = false;
			if (tableBefore && now == TokenKind.DOT) {
				this.catalog |= this.table != null && CATALOGS.contains(this.table.toUpperCase(Locale.ROOT));
				this.expectsTable = true;
			}
			else if (this.expectsTable && now.isName() && !BETWEEN.contains(current)) {
				this.expectsTable = false;
				if (!NO_TABLE.contains(current)) {
					this.table = unquoted(this.lexer);
					this.tableNesting = this.nesting;
					this.afterTable = true;
				}
			}
			else if (BEFORE_TABLE.contains(current) && isBetter()) {
				this.expectsTable = true;
			}
			this.with |= this.kind == TokenKind.WHITESPACE && current.equals("WITH");
		}

		private void nest() {
			switch (this.lexer.kind()) {
				case LEFT_PARENTHESIS -> this.nesting++;
				case RIGHT_PARENTHESIS -> {
					this.queries &= ~(1L << this.nesting);
					this.nesting--;
				}
				default -> {
					if (this.lexer.isKeyword("SELECT")) {
						this.queries |= 1L << this.nesting;
					}
				}
			}
		}

		// Functions have a FROM of their own, as in extract(year from born).
		private boolean isBetter() {
			boolean ofQuery = this.nesting == 0 || (this.queries & 1L << this.nesting) != 0;
			return ofQuery && (this.table == null || (!this.with && this.nesting < this.tableNesting));
		}

		private void list() {
			switch (this.lexer.kind()) {
				case LEFT_PARENTHESIS -> {
					this.array |= ARRAYS.contains(this.word);
					if (this.list >= 0) {
						this.depth++;
					}
					else if (this.word.equals("IN")) {
						this.list = 0;
						this.depth = 1;
					}
				}
				case RIGHT_PARENTHESIS -> {
					if (this.list >= 0 && --this.depth == 0) {
						this.longestList = Math.max(this.longestList, this.list);
						this.list = -1;
					}
				}
				case PARAMETER, STRING, NUMBER -> {
					if (this.list >= 0) {
						this.list++;
					}
					else {
						this.equality |= this.kind == TokenKind.OPERATOR && this.word.equals("=");
					}
				}
				case COMMA, OPERATOR, OTHER -> {
				}
				// A query or a function.
				default -> this.list = -1;
			}
		}

	}

}

package dev.mainstay.cache.row;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.TokenKind;

/**
 * The one table of a statement, and the name that its columns are qualified with.
 *
 * @param table the table
 * @param alias the name that stands for it
 */
record Scope(RowTable table, String alias) {

	// What may follow a table and is no other name for it.
	private static final Set<String> AFTER_TABLE = Set.of("where", "order", "group", "having", "limit", "offset",
			"fetch", "for", "union", "intersect", "except", "join", "left", "right", "inner", "cross", "natural",
			"full", "tablesample", "window", "on", "using", "set", "values", "default", "overriding", "select",
			"returning", "with");

	// What is never a column unless it is quoted or qualified.
	private static final Set<String> RESERVED = Set.of("all", "analyse", "analyze", "and", "any", "array", "as", "asc",
			"asymmetric", "authorization", "binary", "both", "case", "cast", "check", "collate", "collation", "column",
			"concurrently", "constraint", "create", "cross", "current_catalog", "current_date", "current_role",
			"current_schema", "current_time", "current_timestamp", "current_user", "default", "deferrable", "desc",
			"distinct", "do", "else", "end", "except", "false", "fetch", "for", "foreign", "freeze", "from", "full",
			"grant", "group", "having", "ilike", "in", "initially", "inner", "intersect", "into", "is", "isnull",
			"join", "lateral", "leading", "left", "like", "limit", "localtime", "localtimestamp", "natural", "not",
			"notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps", "placing", "primary",
			"references", "returning", "right", "select", "session_user", "similar", "some", "symmetric", "system_user",
			"table", "tablesample", "then", "to", "trailing", "true", "union", "unique", "user", "using", "variadic",
			"verbose", "when", "where", "window", "with");

	static Scope read(RowTable table, Words words) {
		words.accept("as");
		String alias = words.name(AFTER_TABLE);
		return new Scope(table, (alias != null) ? alias : table.name());
	}

	/**
	 * Read the name of a column, qualified or not.
	 * @param words where it must stand
	 * @return the column, or {@code null} if anything else stands there
	 */
	@Nullable String column(Words words) {
		String name = words.name(RESERVED);
		if (name != null && words.accept(TokenKind.DOT)) {
			name = name.equals(this.alias) ? words.name(Set.of()) : null;
		}
		boolean column = name != null && this.table.hasColumn(name) && !words.peek().is(TokenKind.DOT)
				&& !words.peek().is(TokenKind.LEFT_PARENTHESIS);
		return column ? name : null;
	}

}

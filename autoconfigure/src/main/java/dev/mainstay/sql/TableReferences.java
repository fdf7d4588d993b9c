package dev.mainstay.sql;

import java.util.Set;

import org.springframework.util.ClassUtils;

/**
 * The tables a statement names.
 *
 * Names are in lower case and without quotes, so that tables whose names differ only in
 * case count as one. They are qualified as far as the statement qualifies them:
 * {@code shop.orders} and {@code orders} may be the same table. Views are not looked
 * into, and neither are triggers and foreign keys that change other tables.
 *
 * @param understood whether the statement was understood: no table that it names is
 * missing
 * @param read the tables in its queries, joins and sub-queries. In case of doubt a name
 * is in the set, such as that of a common table expression that hides a table
 * @param written the tables whose rows it adds, changes or removes
 * @param mayVary whether the answer may depend on more than the rows of these tables: the
 * statement reads the clock or a variable, or calls a function that is not known to
 * compute from its arguments alone. Such a function may also use other tables
 */
public record TableReferences(boolean understood, Set<String> read, Set<String> written, boolean mayVary) {

	private static final TableReferences UNKNOWN = new TableReferences(false, Set.of(), Set.of(), true);

	public TableReferences {
		read = Set.copyOf(read);
		written = Set.copyOf(written);
	}

	/**
	 * Find the tables of a statement. Takes a thousand times as long as a look-up in
	 * {@link Fingerprints}, so the answer is to be kept. Needs JSqlParser on the class
	 * path; nothing is understood without it.
	 * @param sql one statement
	 * @param dialect the dialect it is written in
	 * @return the tables; not understood if the text is long, deeply nested, more than
	 * one statement, or anything but a query, insert, update, delete, merge or truncate
	 */
	public static TableReferences of(String sql, SqlDialect dialect) {
		return Parser.PRESENT ? TableParser.parse(sql, dialect) : UNKNOWN;
	}

	/**
	 * The answer for a statement that was not understood.
	 * @return no tables, and no promise
	 */
	public static TableReferences unknown() {
		return UNKNOWN;
	}

	/**
	 * The presence of the parser, looked for once and not before it is needed.
	 */
	private static final class Parser {

		static final boolean PRESENT = ClassUtils.isPresent("net.sf.jsqlparser.parser.CCJSqlParser",
				TableReferences.class.getClassLoader());

	}

}

package dev.mainstay.cache.dependency;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.row.RowStatement;
import dev.mainstay.datasource.DatabaseProduct;

/**
 * Tells the tables of statements, as far as the text and the catalog of the database
 * tell. Names of tables are in lower case, without quotes and without schema: tables that
 * share a name, in whatever schema or database, count as one. Thread-safe.
 */
public interface StatementTables {

	/**
	 * Return what a statement reads. May ask the database, on a connection of its own,
	 * when it sees the statement for the first time.
	 * @param dataSource the bean name of the data source that executes it
	 * @param product what the data source connects to
	 * @param sql the text
	 * @return the tables that its answer depends on, or why the answer must not be kept
	 */
	ReadTables reads(String dataSource, DatabaseProduct product, String sql);

	/**
	 * Return what a statement changes. Never waits for a database.
	 * @param dataSource the bean name of the data source that executes it
	 * @param product what the data source connects to
	 * @param sql the text
	 * @return the tables that it changes, others that change with them included; anything
	 * in case of doubt
	 */
	WrittenTables writes(String dataSource, DatabaseProduct product, String sql);

	/**
	 * Return which rows of which table a statement reads or changes, if its text tells
	 * that. Never waits for a database.
	 * @param dataSource the bean name of the data source that executes it
	 * @param product what the data source connects to
	 * @param sql the text
	 * @return the statement, or {@code null} if it may be any rows, or it is not known
	 */
	default @Nullable RowStatement rows(String dataSource, DatabaseProduct product, String sql) {
		return null;
	}

	/**
	 * Return the isolation that transactions have if nobody chooses one. Never waits for
	 * a database.
	 * @param dataSource the bean name of the data source
	 * @return the level as in {@link java.sql.Connection}, or -1 if it is not known
	 */
	int defaultIsolation(String dataSource);

}

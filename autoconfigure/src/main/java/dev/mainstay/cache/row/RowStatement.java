package dev.mainstay.cache.row;

/**
 * A statement whose text tells which rows of one table it reads or changes, once its
 * parameters are known. Immutable.
 */
public sealed interface RowStatement permits RowQuery, RowChange {

	/**
	 * Return the table.
	 * @return its name, in lower case and without schema
	 */
	String table();

}

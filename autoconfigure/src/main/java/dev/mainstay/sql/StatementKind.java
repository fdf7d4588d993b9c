package dev.mainstay.sql;

/**
 * What a SQL statement does, as far as its words tell.
 */
public enum StatementKind {

	/**
	 * Reads rows: {@code SELECT}, {@code VALUES} and {@code TABLE}, also after
	 * {@code WITH}.
	 */
	SELECT,

	/**
	 * Adds rows, among them {@code REPLACE INTO}.
	 */
	INSERT,

	/**
	 * Changes rows.
	 */
	UPDATE,

	/**
	 * Deletes rows.
	 */
	DELETE,

	/**
	 * Adds or changes rows: {@code MERGE} and {@code UPSERT}.
	 */
	MERGE,

	/**
	 * Runs a procedure or a block of code.
	 */
	CALL,

	/**
	 * Changes the schema or privileges, among them {@code TRUNCATE} and
	 * {@code SELECT … INTO} a new table.
	 */
	DDL,

	/**
	 * Begins, ends or configures a transaction.
	 */
	TRANSACTION,

	/**
	 * Anything else, such as {@code SET}, {@code EXPLAIN} or text that is no SQL.
	 */
	OTHER;

	/**
	 * Whether such a statement changes rows.
	 * @return {@code true} for insert, update, delete and merge
	 */
	public boolean isWrite() {
		return this == INSERT || this == UPDATE || this == DELETE || this == MERGE;
	}

}

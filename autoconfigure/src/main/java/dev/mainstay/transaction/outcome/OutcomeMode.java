package dev.mainstay.transaction.outcome;

/**
 * What a transaction leaves behind so that its outcome can be told without the answer to
 * its commit.
 */
public enum OutcomeMode {

	/**
	 * Nothing: a lost answer leaves the outcome unknown.
	 */
	NONE,

	/**
	 * A row in a table, written in the transaction itself.
	 */
	TABLE,

	/**
	 * Its number in the server's own log of transactions, which PostgreSQL tells.
	 */
	TRANSACTION_ID

}

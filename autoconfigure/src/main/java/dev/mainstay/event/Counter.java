package dev.mainstay.event;

/**
 * A number that only grows from the start of the application on.
 */
public enum Counter {

	/**
	 * Statements that were executed, failed ones included; a batch is one.
	 */
	STATEMENTS,

	/**
	 * Statements that failed.
	 */
	STATEMENT_ERRORS,

	/**
	 * Statements that took longer than the threshold for slow ones.
	 */
	SLOW_STATEMENTS,

	/**
	 * Rows that were read or changed.
	 */
	ROWS,

	/**
	 * Connections that were opened.
	 */
	CONNECTIONS_CREATED,

	/**
	 * Connections that were closed.
	 */
	CONNECTIONS_CLOSED,

	/**
	 * Connections that could not be opened, or were lost while they were used.
	 */
	CONNECTION_ERRORS,

	/**
	 * Waits for a connection that ended without one.
	 */
	ACQUIRE_TIMEOUTS,

	/**
	 * Transactions that were committed.
	 */
	COMMITS,

	/**
	 * Transactions that were rolled back.
	 */
	ROLLBACKS,

	/**
	 * Deadlocks.
	 */
	DEADLOCKS,

	/**
	 * Attempts after the first.
	 */
	RETRIES,

	/**
	 * Answers that a query cache had.
	 */
	CACHE_HITS,

	/**
	 * Answers that a query cache did not have.
	 */
	CACHE_MISSES,

	/**
	 * Times that a circuit breaker opened.
	 */
	BREAKER_TRIPS

}

package dev.mainstay.admission.holder;

/**
 * Why a pool has no connection left. The set is closed. {@link Judge} has the rules.
 */
public enum Verdict {

	/**
	 * The pool cannot connect.
	 */
	DB_DOWN,

	/**
	 * Threads that have a connection wait for a second one.
	 */
	NESTED_TX,

	/**
	 * Connections are not given back: their threads have ended, or have gone on to other
	 * work.
	 */
	LEAK,

	/**
	 * Transactions are open and ask nothing of the database.
	 */
	IDLE_IN_TX,

	/**
	 * Connections are held outside of a transaction and ask nothing of the database.
	 */
	IDLE_HELD,

	/**
	 * The database works for long.
	 */
	SLOW_SQL,

	/**
	 * Connections come and go quickly: there are more callers than they can serve.
	 */
	TOO_SMALL

}

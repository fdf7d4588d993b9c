package dev.mainstay.failure;

/**
 * What an error that arrived before the commit was sent tells about the transaction in
 * which it happened. Errors of the commit itself are another matter: see
 * {@link CommitFailure}.
 */
public enum Rollback {

	/**
	 * Nothing of the transaction can be committed any more: the server has rolled it
	 * back, waits for the client to do so, or lost the session. On PostgreSQL going back
	 * to a savepoint revives what came before it.
	 */
	DONE,

	/**
	 * The transaction is still open and its earlier writes are alive: to be rid of them,
	 * it has to be rolled back before anything else is tried.
	 */
	NEEDED,

	/**
	 * There is no transaction: it could not be begun, or not even a connection was had. A
	 * transaction around it, on another connection, is as it was.
	 */
	NOTHING_BEGAN,

	/**
	 * The error does not tell. Rolling back, or dropping the connection, is right.
	 */
	NOT_KNOWN

}

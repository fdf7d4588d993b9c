package dev.mainstay.failure;

/**
 * What a database error means to the one who has to react to it. The set is closed:
 * errors that nobody reacts to are {@link #OTHER}.
 */
public enum FailureKind {

	/**
	 * A statement took longer than the server or the driver lets it.
	 */
	STATEMENT_TIMEOUT,

	/**
	 * A statement waited longer for a lock than it may.
	 */
	LOCK_TIMEOUT,

	/**
	 * The server ended a session that sat in a transaction without doing anything.
	 */
	IDLE_TRANSACTION_TIMEOUT,

	/**
	 * The server ended a session whose transaction took too long.
	 */
	TRANSACTION_TIMEOUT,

	/**
	 * The server ended a session that did nothing, outside a transaction.
	 */
	IDLE_SESSION_TIMEOUT,

	/**
	 * The connection broke, or was ended by the server.
	 */
	CONNECTION_LOST,

	/**
	 * The server takes no further connections.
	 */
	TOO_MANY_CONNECTIONS,

	/**
	 * A write was refused because the transaction was begun as read-only.
	 */
	READ_ONLY_TRANSACTION,

	/**
	 * A write was refused because the server itself takes none: a replica, or a primary
	 * that was demoted.
	 */
	READ_ONLY_SERVER,

	/**
	 * Anything else.
	 */
	OTHER;

	/**
	 * Return whether the session is gone, so that its connection is of no more use.
	 * @return whether a connection with such an error is dead
	 */
	public boolean endsSession() {
		return switch (this) {
			case IDLE_TRANSACTION_TIMEOUT, TRANSACTION_TIMEOUT, IDLE_SESSION_TIMEOUT, CONNECTION_LOST -> true;
			default -> false;
		};
	}

}

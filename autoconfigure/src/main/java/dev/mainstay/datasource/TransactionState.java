package dev.mainstay.datasource;

/**
 * How far the transaction of a connection has come. An error before {@link #COMMIT_SENT}
 * is never ambiguous; an error after it means that it was rolled back only if the server
 * itself says so.
 */
public enum TransactionState {

	/**
	 * Nothing was sent to the server yet.
	 */
	NEW,

	/**
	 * Statements were sent.
	 */
	ACTIVE,

	/**
	 * The request to commit is under way.
	 */
	COMMIT_SENT,

	/**
	 * The server has committed, or it was proven later that it has.
	 */
	COMMITTED,

	/**
	 * Nothing of the transaction remains.
	 */
	ROLLED_BACK,

	/**
	 * The request to commit was sent and its answer never came.
	 */
	UNKNOWN;

	/**
	 * Return whether the transaction is over, one way or the other.
	 * @return whether nothing can be added to it
	 */
	public boolean isOver() {
		return this == COMMITTED || this == ROLLED_BACK || this == UNKNOWN;
	}

}

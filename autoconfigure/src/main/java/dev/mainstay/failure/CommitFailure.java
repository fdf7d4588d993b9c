package dev.mainstay.failure;

/**
 * What an error tells that came instead of the success of a commit.
 */
public enum CommitFailure {

	/**
	 * The server says that nothing was committed.
	 */
	ROLLED_BACK,

	/**
	 * Nothing was committed, and the transaction is open as if the commit had not been
	 * sent.
	 */
	STILL_OPEN,

	/**
	 * As {@link #STILL_OPEN}, and the same commit may succeed when it is sent again.
	 */
	SEND_AGAIN,

	/**
	 * It may have been committed or not.
	 */
	UNKNOWN;

	/**
	 * Return whether it is certain that nothing was committed.
	 * @return whether the work can be done again without being done twice, after a
	 * rollback
	 */
	public boolean isDefinite() {
		return this != UNKNOWN;
	}

}

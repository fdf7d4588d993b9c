package dev.mainstay.transaction;

/**
 * Knows what sessions that are longer than a transaction, such as those of open-in-view,
 * keep in memory. Safe for use by many threads; called on the thread that makes the
 * attempts.
 */
public interface AttemptCare {

	/**
	 * Return whether a session of the calling thread holds entities. A unit that begins
	 * with such a session is not tried again: the session forgets its entities when an
	 * attempt is rolled back, and what is changed on them afterwards would not be saved.
	 * @return whether there is such a session
	 */
	boolean holdsEntities();

	/**
	 * See to it that the current transaction cannot be committed, because the memory of a
	 * session no longer fits to it.
	 */
	void forbidCommit();

	/**
	 * Called between attempts, when no transaction is open.
	 * @param transactional whether the attempts have transactions; without one a session
	 * keeps what it holds
	 */
	void beforeNextAttempt(boolean transactional);

}

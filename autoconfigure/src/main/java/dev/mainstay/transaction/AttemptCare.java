package dev.mainstay.transaction;

/**
 * Sees to it that an attempt does not find in memory what an earlier attempt has left
 * there, such as entities in a session that is longer than the transaction. Safe for use
 * by many threads; called on the thread that makes the attempts.
 */
public interface AttemptCare {

	/**
	 * Return whether an argument belongs to a session outside of the unit. Such a unit
	 * cannot be tried again: the session forgets the object when the first attempt is
	 * rolled back, and what the second attempt changes on it would never be saved.
	 * @param arguments the arguments of a method, never changed
	 * @return whether one of them is managed by an open session
	 */
	boolean isManaged(Object[] arguments);

	/**
	 * Return whether a session of the calling thread remembers anything that going back
	 * to a savepoint would not undo.
	 * @return whether it holds objects
	 */
	boolean remembers();

	/**
	 * Called between attempts, when no transaction is open.
	 */
	void beforeNextAttempt();

}

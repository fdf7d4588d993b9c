package dev.mainstay.admission.holder;

/**
 * What a connection is doing for its holder.
 */
public enum HolderState {

	/**
	 * The database works on a statement, or commits.
	 */
	IN_STATEMENT("in statement"),

	/**
	 * Nothing is asked of the database, while a transaction is open.
	 */
	IDLE_IN_TRANSACTION("idle in transaction"),

	/**
	 * Nothing is asked of the database, and no transaction is open.
	 */
	IDLE("idle"),

	/**
	 * The thread waits for one more connection.
	 */
	WAITING("waiting for a second connection");

	private final String text;

	HolderState(String text) {
		this.text = text;
	}

	/**
	 * Return the state in words.
	 * @return the words for the log and for endpoints
	 */
	public String text() {
		return this.text;
	}

}

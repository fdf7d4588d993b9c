package dev.mainstay.pool;

/**
 * What a pool can do at the moment.
 */
public enum PoolState {

	/**
	 * Nobody has asked for a connection yet.
	 */
	NOT_STARTED("not started"),

	/**
	 * Connections can be had.
	 */
	AVAILABLE("available"),

	/**
	 * All connections are lent: callers wait.
	 */
	SATURATED("saturated"),

	/**
	 * The pool was closed for good.
	 */
	CLOSED("closed");

	private final String text;

	PoolState(String text) {
		this.text = text;
	}

	/**
	 * Return the state as endpoints show it.
	 * @return the state in lower case
	 */
	public String text() {
		return this.text;
	}

}

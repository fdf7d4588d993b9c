package dev.mainstay.event;

/**
 * A value that goes up and down, as it is at the moment of a {@link Reading}.
 */
public enum Gauge {

	/**
	 * Connections that the application has borrowed.
	 */
	CONNECTIONS_ACTIVE,

	/**
	 * Connections that rest in the pool.
	 */
	CONNECTIONS_IDLE,

	/**
	 * Threads that wait for a connection.
	 */
	CONNECTIONS_WAITING,

	/**
	 * Connections that the pool may open, overflow included.
	 */
	CONNECTIONS_LIMIT,

	/**
	 * Open transactions.
	 */
	TRANSACTIONS_ACTIVE

}

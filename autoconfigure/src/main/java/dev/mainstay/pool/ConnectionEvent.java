package dev.mainstay.pool;

/**
 * What happens to the connections of a pool and is counted.
 */
public enum ConnectionEvent {

	/**
	 * A connection to the server was opened.
	 */
	CREATED("created"),

	/**
	 * An attempt to open a connection failed.
	 */
	CONNECT_FAILED("connect-failed"),

	/**
	 * A connection to the server was closed, for whatever reason.
	 */
	CLOSED("closed"),

	/**
	 * A connection was found dead when it was tested.
	 */
	STALE("stale"),

	/**
	 * A connection was closed because of its age.
	 */
	RECYCLED("recycled"),

	/**
	 * A connection was taken out of the pool after an error on it.
	 */
	EVICTED("evicted"),

	/**
	 * A caller waited for a connection in vain.
	 */
	ACQUIRE_TIMEOUT("acquire-timeout"),

	/**
	 * A caller waited in vain while all connections that the pool may open were in use.
	 */
	EXHAUSTED("exhausted"),

	/**
	 * A server that used to take writes refused one.
	 */
	DEMOTED("demoted");

	private final String id;

	ConnectionEvent(String id) {
		this.id = id;
	}

	/**
	 * Return the name by which meters and endpoints call the event.
	 * @return the name in kebab case
	 */
	public String id() {
		return this.id;
	}

}

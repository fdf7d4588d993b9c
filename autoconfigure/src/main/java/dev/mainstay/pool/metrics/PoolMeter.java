package dev.mainstay.pool.metrics;

/**
 * The meters of pools. Beside them HikariCP's and Boot's own stay as they are.
 */
public enum PoolMeter {

	/**
	 * Counts what happened to connections. Tags: {@code pool}, the bean name of the data
	 * source; {@code event}, one of {@link dev.mainstay.pool.ConnectionEvent#id() the
	 * events}.
	 */
	CONNECTION_EVENTS("db.connection.events", "What happened to connections"),

	/**
	 * Gauges how much of a pool is lent, from 0 to 1. Tag: {@code pool}.
	 */
	UTILIZATION("db.pool.utilization", "Share of the connections that are lent");

	private final String meterName;

	private final String description;

	PoolMeter(String meterName, String description) {
		this.meterName = meterName;
		this.description = description;
	}

	/**
	 * Return the name of the meter.
	 * @return the name in Micrometer's notation
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Return what the meter says.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

}

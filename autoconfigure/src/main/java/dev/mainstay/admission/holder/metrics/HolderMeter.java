package dev.mainstay.admission.holder.metrics;

/**
 * The meters of those who have connections. All have the tag {@code pool}, the bean name
 * of the data source.
 */
public enum HolderMeter {

	/**
	 * Counts connections that were not given back for the leak threshold. Tag:
	 * {@code event}, {@code found}, {@code returned} or {@code ended}.
	 */
	LEAKS("db.pool.leaks",
			"Connections that were not given back, and those of them that came back after all or were taken away"),

	/**
	 * Times for how long connections are held.
	 */
	HELD("db.connection.held", "For how long connections are held"),

	/**
	 * Times for how much of that nothing is asked of the database.
	 */
	HELD_IDLE("db.connection.held.idle", "For how long connections are held without a statement"),

	/**
	 * Counts the HTTP calls that are made while a connection is held, and times for how
	 * long it is held for them.
	 */
	HTTP_CALLS("db.connection.http.calls", "HTTP calls that are made while a connection is held");

	private final String meterName;

	private final String description;

	HolderMeter(String meterName, String description) {
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

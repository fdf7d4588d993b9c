package dev.mainstay.admission.metrics;

/**
 * The meters of the gates in front of the pools. All have the tags {@code pool}, the bean
 * name of the data source, and {@code segment}, {@code default} for callers in no other.
 */
public enum GateMeter {

	/**
	 * Gauges how many callers may have a connection at the same time.
	 */
	PERMITS("db.admission.permits", "How many callers may have a connection at the same time"),

	/**
	 * Gauges how many callers have a connection, or are getting one.
	 */
	IN_USE("db.admission.in.use", "How many callers have a connection"),

	/**
	 * Gauges how many callers wait for a connection.
	 */
	WAITING("db.admission.waiting", "How many callers wait for a connection"),

	/**
	 * Times the waits of those who had to wait and got a connection.
	 */
	WAIT("db.admission.wait", "How long callers had to wait who got a connection in the end"),

	/**
	 * Counts those who got none. Tag: {@code reason}, one of
	 * {@link dev.mainstay.admission.Refusal#id() the reasons}.
	 */
	REFUSALS("db.admission.refusals", "Callers that got no connection");

	private final String meterName;

	private final String description;

	GateMeter(String meterName, String description) {
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

package dev.mainstay.admission.metrics;

/**
 * The meters of the circuit breakers in front of the pools. All have the tag
 * {@code pool}, the bean name of the data source.
 */
public enum BreakerMeter {

	/**
	 * Gauges each state by 1 for the one the breaker is in and 0 for the others, as
	 * Resilience4j's own meters do. Tag: {@code state}, one of
	 * {@link dev.mainstay.admission.breaker.BreakerState#id() the states}.
	 */
	STATE("db.breaker.state", "Whether the circuit breaker is in the state"),

	/**
	 * Counts how often the breaker has opened.
	 */
	TRIPS("db.breaker.trips", "How often the circuit breaker has opened"),

	/**
	 * Counts callers that were refused because the database was away.
	 */
	REFUSALS("db.breaker.refusals", "Callers that were refused because the database was away");

	private final String meterName;

	private final String description;

	BreakerMeter(String meterName, String description) {
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

package dev.mainstay.admission.metrics;

/**
 * The meters of the size that pools should have. All have the tag {@code pool}, the bean
 * name of the data source.
 */
public enum ScalingMeter {

	/**
	 * Gauges how many connections the pool should have.
	 */
	RECOMMENDED("db.pool.recommended.size", "How many connections the pool should have for its load"),

	/**
	 * Counts how often the pool was resized. Tag: {@code direction}, {@code up} or
	 * {@code down}.
	 */
	RESIZES("db.pool.resizes", "How often the pool was made larger or smaller");

	private final String meterName;

	private final String description;

	ScalingMeter(String meterName, String description) {
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

package dev.mainstay.constraint.metrics;

/**
 * The meters of constraint violations.
 */
public enum ConstraintMeter {

	/**
	 * Counts violations. Tags: {@code pool}, the bean name of the data source;
	 * {@code kind}, one of {@link dev.mainstay.constraint.ViolationKind#id() the kinds}.
	 */
	VIOLATIONS("db.constraint.violations", "Values that the database refused");

	private final String meterName;

	private final String description;

	ConstraintMeter(String meterName, String description) {
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

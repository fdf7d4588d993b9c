package dev.mainstay.alert;

import java.util.Locale;

/**
 * On which side of its threshold a value is bad.
 */
public enum Comparison {

	/**
	 * High values are bad.
	 */
	ABOVE(1),

	/**
	 * Low values are bad.
	 */
	BELOW(-1);

	private final int sign;

	Comparison(int sign) {
		this.sign = sign;
	}

	/**
	 * Return whether one value is worse than another.
	 * @param value the value
	 * @param other the other
	 * @return whether it lies further on the bad side; not if they are equal
	 */
	public boolean isWorse(double value, double other) {
		return this.sign * value > this.sign * other;
	}

	// Return a value that lies on the good side of another.
	double better(double value, double distance) {
		return value - this.sign * distance;
	}

	/**
	 * Return the name for properties and endpoints.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}

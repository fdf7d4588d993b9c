package dev.mainstay.endpoint;

/**
 * Numbers as people read them.
 */
final class Numbers {

	private static final double THOUSAND = 1000;

	private Numbers() {
	}

	/**
	 * Round a number.
	 * @param number the number
	 * @return the number with at most three decimal places
	 */
	static double rounded(double number) {
		return Math.round(number * THOUSAND) / THOUSAND;
	}

}

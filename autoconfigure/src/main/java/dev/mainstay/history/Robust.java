package dev.mainstay.history;

import java.util.Arrays;

/**
 * Statistics that a few wild values do not move.
 */
public final class Robust {

	/**
	 * Makes a median absolute deviation comparable to a standard deviation, for values
	 * that are normally distributed.
	 */
	public static final double MAD_TO_DEVIATION = 1.4826;

	private Robust() {
	}

	/**
	 * Return the value in the middle.
	 * @param values the values, at least one
	 * @return the median
	 */
	public static double median(double... values) {
		return quantile(values, 0.5);
	}

	/**
	 * Return the value that a share of the values does not exceed, interpolated between
	 * neighbours.
	 * @param values the values, at least one
	 * @param share the share, from 0 to 1
	 * @return the quantile
	 */
	public static double quantile(double[] values, double share) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		double rank = share * (sorted.length - 1);
		int below = (int) rank;
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (sorted[above] - sorted[below]) * (rank - below);
	}

	/**
	 * Return the median of the distances from a value.
	 * @param values the values, at least one
	 * @param center the value
	 * @return the median absolute deviation
	 */
	public static double deviation(double[] values, double center) {
		double[] distances = new double[values.length];
		for (int i = 0; i < values.length; i++) {
			distances[i] = Math.abs(values[i] - center);
		}
		return median(distances);
	}

}

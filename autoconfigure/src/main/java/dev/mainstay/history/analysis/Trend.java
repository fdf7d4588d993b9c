package dev.mainstay.history.analysis;

import java.util.Locale;

import dev.mainstay.history.Robust;
import dev.mainstay.history.Series;

/**
 * Whether a signal rises or falls over a stretch of time, and how fast.
 *
 * @param direction where it goes
 * @param perHour the change in an hour, in the unit of the series; 0 if there is not
 * enough data
 * @param lowest the least change in an hour that fits, with 95 % confidence
 * @param highest the greatest change in an hour that fits, with 95 % confidence
 */
public record Trend(Direction direction, double perHour, double lowest, double highest) {

	/**
	 * Fewer values make no trend.
	 */
	public static final int LEAST_VALUES = 12;

	// What the slopes between all pairs of so many values cost is under a millisecond.
	private static final int MOST_VALUES = 96;

	// A change that people would not call one.
	private static final double LEAST_CHANGE = 0.05;

	/**
	 * Find the trend of a series. A value counts by its place in the order only, so that
	 * a few wild ones make no trend; and values that depend on those before them, as
	 * measurements of each minute do, count for less.
	 * @param series the values
	 * @return the trend
	 */
	public static Trend of(Series series) {
		if (series.size() < LEAST_VALUES) {
			return new Trend(Direction.NOT_ENOUGH_DATA, 0, 0, 0);
		}
		Series parts = series.inParts(MOST_VALUES);
		double[] hours = new double[parts.size()];
		double[] values = parts.values();
		for (int i = 0; i < hours.length; i++) {
			hours[i] = parts.hours(i);
		}
		MannKendall test = MannKendall.of(hours, values);
		double change = Math.abs(test.slope()) * (hours[hours.length - 1] - hours[0]);
		boolean noticeable = change > LEAST_CHANGE * Math.abs(Robust.median(values));
		Direction direction = (test.isSignificant() && noticeable) ? Direction.of(test.slope()) : Direction.STEADY;
		return new Trend(direction, test.slope(), test.lowest(), test.highest());
	}

	/**
	 * Where a signal goes.
	 */
	public enum Direction {

		/**
		 * Up.
		 */
		RISING,

		/**
		 * Down.
		 */
		FALLING,

		/**
		 * Neither, as far as can be told.
		 */
		STEADY,

		/**
		 * There are too few values to say.
		 */
		NOT_ENOUGH_DATA;

		static Direction of(double slope) {
			if (slope == 0) {
				return STEADY;
			}
			return (slope > 0) ? RISING : FALLING;
		}

		/**
		 * Return the name for people.
		 * @return the name in lower case with spaces
		 */
		public String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

}

package dev.mainstay.history.analysis;

import java.time.Instant;
import java.util.Locale;

import dev.mainstay.event.Signal;

/**
 * A stretch of time in which a signal was far from what is usual.
 *
 * @param signal the signal
 * @param unit the unit of the values
 * @param from when it began
 * @param to when it ended
 * @param value the value that was furthest away
 * @param usual what is usual
 * @param score how far away it was, in robust standard deviations
 * @param basis what it was compared to
 */
public record Anomaly(Signal signal, String unit, Instant from, Instant to, double value, double usual, double score,
		Basis basis) {

	/**
	 * What is usual.
	 */
	public enum Basis {

		/**
		 * The same hour on other days.
		 */
		SAME_HOUR,

		/**
		 * The hours before and after, because there are too few days.
		 */
		HOURS_AROUND;

		/**
		 * Return the name for people.
		 * @return the name in lower case with spaces
		 */
		public String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

}

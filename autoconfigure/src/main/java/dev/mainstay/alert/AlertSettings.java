package dev.mainstay.alert;

import java.time.Duration;

/**
 * How alerts behave over time, whatever their rules are.
 */
public interface AlertSettings {

	/**
	 * Return how long values have to be good without a break before an alert is taken
	 * back.
	 * @return the time, zero for at once
	 */
	Duration settle();

	/**
	 * Return how long nobody is told again of an alert after it was told of, unless it
	 * became worse. If it comes back within that time it counts as the same.
	 * @return the time, zero to always tell
	 */
	Duration cooldown();

	/**
	 * Return how often an alert has to be raised to become one severity worse.
	 * @return the number of times, zero for never
	 */
	int escalationAfter();

	/**
	 * Return within which time those times count.
	 * @return the time
	 */
	Duration escalationWithin();

}

package dev.mainstay.event;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Switches a part of monitoring on and off while the application runs. Thread-safe.
 */
public interface MonitoringSwitch {

	/**
	 * Return which part it switches.
	 * @return a short name in lower case, such as {@code history}
	 */
	String name();

	/**
	 * Return whether the part is on.
	 * @return whether it is on
	 */
	boolean enabled();

	/**
	 * Switch the part on or off. What it knows already stays.
	 * @param enabled whether it is to be on
	 */
	void enable(boolean enabled);

	/**
	 * Return how often the part looks.
	 * @return the interval, or {@code null} if it has none
	 */
	@Nullable Duration interval();

	/**
	 * Say why an interval would not do.
	 * @param interval the interval
	 * @return what is wrong, going on after "the interval", such as "must be at least
	 * 1s", or {@code null} if it is fine
	 */
	@Nullable String objection(Duration interval);

	/**
	 * Change how often the part looks.
	 * @param interval an interval without an {@link #objection}
	 */
	void interval(Duration interval);

}

package dev.mainstay.admission.scaling;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a pool is scaled.
 */
public interface ScalingSettings {

	/**
	 * Return whether the pool is resized.
	 * @return {@code false} for advice only
	 */
	boolean enabled();

	/**
	 * Return how small it may become.
	 * @return the number of connections, or {@code null} for what it keeps open
	 */
	@Nullable Integer minSize();

	/**
	 * Return how large it may become.
	 * @return the number of connections, or {@code null} for what it may have to begin
	 * with
	 */
	@Nullable Integer maxSize();

	/**
	 * Return how often the load is judged.
	 * @return the time
	 */
	Duration interval();

	/**
	 * Return for how many intervals nobody may have waited until it is made smaller; as
	 * many are looked at for the load that it must bear.
	 * @return the number, at least 1
	 */
	int calmIntervals();

	/**
	 * Return which mean wait is short enough.
	 * @return the time, or {@code null} for the usual one
	 */
	@Nullable Duration targetWait();

}

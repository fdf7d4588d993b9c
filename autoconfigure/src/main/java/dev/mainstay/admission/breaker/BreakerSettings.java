package dev.mainstay.admission.breaker;

import java.time.Duration;

/**
 * How a {@link Breaker} decides.
 */
public interface BreakerSettings {

	/**
	 * Return how many attempts to connect must fail one after the other.
	 * @return the number, at least 1
	 */
	int failureThreshold();

	/**
	 * Return after which time the breaker has closed at the latest if the database is
	 * back. The pause between two probes is at most a twelfth of it.
	 * @return the time
	 */
	Duration resetTimeout();

}

package dev.mainstay.pool.health;

import java.time.Duration;

/**
 * How often and how patiently a database is asked whether it is there.
 */
public interface ProbeSettings {

	/**
	 * Return how long a good answer is good for. A bad one is good for the
	 * {@link #timeout()} at most, so that the return of a database is noticed soon.
	 * @return the age at which an answer is renewed; zero to ask every time
	 */
	Duration interval();

	/**
	 * Return how long an answer may take.
	 * @return the longest wait
	 */
	Duration timeout();

}

package dev.mainstay.pool.health;

import java.time.Duration;

/**
 * How often and how patiently a database is asked whether it is there.
 */
public interface ProbeSettings {

	/**
	 * Return how long an answer is good for.
	 * @return the age at which an answer is renewed; zero to ask every time
	 */
	Duration interval();

	/**
	 * Return how long an answer may take.
	 * @return the longest wait
	 */
	Duration timeout();

}

package dev.mainstay.transaction.watchdog;

import java.time.Duration;

/**
 * How long a transaction may take.
 */
public interface WatchdogSettings {

	/**
	 * Return the age at which a transaction is warned about.
	 * @return the age; zero to warn about none
	 */
	Duration warnAfter();

	/**
	 * Return the age at which a transaction is ended.
	 * @return the age; zero to end none
	 */
	Duration maxDuration();

	/**
	 * Return how long the thread of a transaction that was ended has to notice: its
	 * statement is cancelled at once, its connection is cut after this time.
	 * @return the time
	 */
	Duration endGrace();

}

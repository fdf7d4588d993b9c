package dev.mainstay.pool;

import java.time.Duration;

/**
 * How large a pool is and how it treats its connections.
 */
public interface PoolSettings {

	/**
	 * Return how many connections are kept open.
	 * @return the base size, at least 1
	 */
	int size();

	/**
	 * Return how many connections may be opened on top of the base size under load.
	 * @return the overflow; 0 for a pool of fixed size
	 */
	int maxOverflow();

	/**
	 * Return how long a connection beyond the base size rests before it is closed again.
	 * @return the time at rest, at least 10 seconds
	 */
	Duration overflowLinger();

	/**
	 * Return how long a caller waits for a connection.
	 * @return the longest wait, at least 250 milliseconds
	 */
	Duration timeout();

	/**
	 * Return how long opening one connection may take.
	 * @return the longest attempt
	 */
	Duration connectTimeout();

	/**
	 * Return the age at which a connection is replaced.
	 * @return the age, at least 30 seconds; zero to keep connections for ever
	 */
	Duration recycle();

	/**
	 * Return whether a connection that rested is tested before it is lent.
	 * @return whether to test
	 */
	boolean prePing();

	/**
	 * Return how long a connection may be out and do nothing before it is reported as a
	 * leak.
	 * @return the time at rest; zero for no report
	 */
	Duration leakThreshold();

	/**
	 * Return what is done about a leak besides.
	 * @return the action
	 */
	LeakAction leakAction();

	/**
	 * Return how many instances of the application use the database at the same time.
	 * @return the number of instances, at least 1
	 */
	int expectedInstances();

}

package dev.mainstay.admission.breaker;

import java.sql.SQLException;
import java.time.Duration;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * The pool behind a {@link Breaker}, and its database.
 */
public interface BreakerTarget {

	/**
	 * Return which product the database is.
	 * @return the product
	 */
	DatabaseProduct product();

	/**
	 * Return where the database is, for the log.
	 * @return the address without any secret
	 */
	String address();

	/**
	 * Return whether the pool was started. One that was not does not let its callers wait
	 * if it cannot connect.
	 * @return whether it was
	 */
	boolean isStarted();

	/**
	 * Return whether the pool has no connection at all.
	 * @return whether it is empty
	 */
	boolean isEmpty();

	/**
	 * Return whether connections tell that they were opened, and how they were tested.
	 * @return whether nothing need be concluded from what callers are lent
	 */
	boolean isTelling();

	/**
	 * Return how many connections of the pool are at rest.
	 * @return how many callers need not wait
	 */
	int idle();

	/**
	 * Return how long the pool lets a caller wait.
	 * @return the time in milliseconds
	 */
	long timeoutMillis();

	/**
	 * Test every connection for a moment before it is lent.
	 */
	void suspect();

	/**
	 * Open a connection beside the pool and close it.
	 * @param timeout the longest time for it
	 * @throws SQLException if there is none to be had
	 */
	void probe(Duration timeout) throws SQLException;

}

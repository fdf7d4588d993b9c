package dev.mainstay.testsupport.ledger;

import java.sql.SQLException;
import java.util.Random;

/**
 * Something that goes wrong again and again. How often follows the progress of the work,
 * not the clock, so that a slow machine has the same trouble as a fast one.
 */
public interface Nemesis extends AutoCloseable {

	/**
	 * Return how many transfers come to an end between two strikes.
	 * @return the number of transfers
	 */
	int interval();

	/**
	 * Let it go wrong once. Called by one thread only.
	 * @param random the source of all choices
	 * @throws SQLException if the harness itself fails
	 */
	void strike(Random random) throws SQLException;

	/**
	 * Return what has been done so far, with numbers.
	 * @return a few words
	 */
	String summary();

	/**
	 * Make everything as it was. What this has hit already may still be failing.
	 * @throws SQLException if the harness itself fails
	 */
	@Override
	void close() throws SQLException;

}

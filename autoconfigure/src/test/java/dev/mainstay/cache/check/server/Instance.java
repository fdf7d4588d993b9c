package dev.mainstay.cache.check.server;

import java.io.IOException;

/**
 * An application that takes part in schedules, in this virtual machine or another one.
 */
interface Instance extends AutoCloseable {

	/**
	 * Begin a schedule.
	 * @param order what to do
	 * @throws IOException if the instance cannot be reached
	 */
	void begin(Order order) throws IOException;

	/**
	 * Wait for the end of the schedule.
	 * @return what was done
	 * @throws IOException if the instance cannot be reached
	 * @throws InterruptedException if the thread is interrupted
	 */
	Recording end() throws IOException, InterruptedException;

	/**
	 * Let so much time pass that nothing is held any more for what nobody knows the end
	 * of, and tell the others. Nothing may be under way any more.
	 * @throws IOException if the instance cannot be reached
	 */
	void settle() throws IOException;

	/**
	 * Return how often an answer of the cache was given.
	 * @return the number of hits
	 * @throws IOException if the instance cannot be reached
	 */
	long hits() throws IOException;

	@Override
	void close();

}

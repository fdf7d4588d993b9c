package dev.mainstay.admission;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who has the connections of a pool. Asked only when there is none to be had.
 */
public interface Holders {

	/**
	 * Return how many connections some threads have.
	 * @param threads the threads
	 * @return the number of all their connections
	 */
	int heldBy(Set<Thread> threads);

	/**
	 * Return on whose behalf a thread has borrowed a connection.
	 * @param thread the thread
	 * @return the name of the operation, or {@code null} if it has none
	 */
	@Nullable String operationOf(Thread thread);

}

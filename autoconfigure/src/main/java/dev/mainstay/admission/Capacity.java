package dev.mainstay.admission;

import java.util.function.IntSupplier;

/**
 * How many permits a gate has: as many as its pool may have connections, as it says at
 * the moment, so that the pool never has to queue its callers and a change of its size
 * needs no message. Thread-safe.
 */
final class Capacity {

	// A pool that was not started has not settled its size; this is HikariCP's default.
	private static final int UNSETTLED = 10;

	private final IntSupplier poolSize;

	private final AdmissionSettings settings;

	/**
	 * Create the capacity of a gate.
	 * @param poolSize tells how many connections the pool may have, at any time; 0 or
	 * less as long as that is not settled
	 * @param settings how many permits are kept for callers that have a connection
	 * already
	 */
	Capacity(IntSupplier poolSize, AdmissionSettings settings) {
		this.poolSize = poolSize;
		this.settings = settings;
	}

	/**
	 * Return how many permits there are.
	 * @return the number at this moment, at least 1
	 */
	int size() {
		int size = this.poolSize.getAsInt();
		return (size > 0) ? size : UNSETTLED;
	}

	/**
	 * Return how many permits there are for callers that have no connection yet.
	 * @return the number at this moment; one at least, or nobody would ever get any
	 */
	int open() {
		return Math.max(1, size() - this.settings.nestedReserve());
	}

}

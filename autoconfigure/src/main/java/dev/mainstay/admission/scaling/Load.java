package dev.mainstay.admission.scaling;

/**
 * What was asked of a pool within an interval.
 *
 * @param seconds how long the interval was
 * @param size how many connections the pool could have
 * @param arrivals how many callers wanted a connection
 * @param borrows how many connections were given back
 * @param refused how many callers were refused
 * @param held how long the connections given back had been held, in seconds all together
 * @param idle for how much of it nothing was asked of the database
 * @param waited how long those waited who got a connection, in seconds all together
 * @param inUse how many connections were lent, on average
 * @param peak how many were lent at most
 * @param waiting how many callers were waiting, on average
 */
record Load(double seconds, int size, long arrivals, long borrows, long refused, double held, double idle,
		double waited, double inUse, int peak, double waiting) {

	// How many connections that were given back tell something about all of them.
	private static final int ENOUGH = 10;

	// Those who hold a connection for longer than this part of the interval rarely give
	// it back within the interval in which they got it.
	private static final double SHORT = 0.25;

	double arrivalsPerSecond() {
		return this.arrivals / this.seconds;
	}

	/**
	 * Return how long a connection is held.
	 * @return the mean in seconds
	 */
	double hold() {
		return (this.borrows > 0) ? this.held / this.borrows : 0;
	}

	/**
	 * Return for how long of that something is asked of the database.
	 * @return the mean in seconds
	 */
	double work() {
		return (this.borrows > 0) ? Math.max(0, this.held - this.idle) / this.borrows : 0;
	}

	double idleShare() {
		return (this.held > 0) ? Math.min(1, this.idle / this.held) : 0;
	}

	boolean isTelling() {
		return this.borrows >= ENOUGH;
	}

	/**
	 * Return how many connections were lent at the same time, on average.
	 * @return the carried load
	 */
	double carried() {
		return isShort() ? this.held / this.seconds : this.inUse;
	}

	/**
	 * Return how many connections would be lent if nobody had to wait, and nobody were
	 * refused.
	 * @return the offered load
	 */
	double offered() {
		if (isShort()) {
			return arrivalsPerSecond() * hold();
		}
		// What is given back says nothing about those who came; those who have a
		// connection, and those who want one, do.
		return this.inUse + this.waiting + this.refused / this.seconds * hold();
	}

	private boolean isShort() {
		return this.borrows > 0 && hold() <= SHORT * this.seconds;
	}

	/**
	 * Return how long callers waited.
	 * @return the mean of all in seconds, of those who still wait, too
	 */
	double meanWait() {
		double passed = this.waited / Math.max(1, this.borrows);
		// Little's law.
		double present = this.waiting * this.seconds / Math.max(1, this.arrivals);
		return Math.max(passed, present);
	}

}

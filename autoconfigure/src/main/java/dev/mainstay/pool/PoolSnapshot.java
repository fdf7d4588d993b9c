package dev.mainstay.pool;

/**
 * The figures of a pool at one moment. They are read one after the other while the pool
 * goes on, so they may differ by a connection or two from what held at any one instant.
 *
 * @param total connections to the server
 * @param active connections lent
 * @param idle connections at rest
 * @param waiting callers that wait for a connection
 * @param baseSize connections that are kept open
 * @param maxOverflow connections that may be opened on top of the base size
 */
public record PoolSnapshot(int total, int active, int idle, int waiting, int baseSize, int maxOverflow) {

	/**
	 * Return how many connections the pool may open.
	 * @return base size and overflow
	 */
	public int maximum() {
		return this.baseSize + this.maxOverflow;
	}

	/**
	 * Return how many connections beyond the base size are open.
	 * @return the overflow in use; 0 if there is none
	 */
	public int overflow() {
		return Math.max(0, this.total - this.baseSize);
	}

	/**
	 * Return how much of the pool is lent.
	 * @return active connections as a percentage of the maximum, with one decimal
	 */
	public double utilizationPercent() {
		return (maximum() > 0) ? Math.round(1000.0 * this.active / maximum()) / 10.0 : 0;
	}

	/**
	 * Return whether the next caller has to wait until somebody gives back.
	 * @return whether all connections that the pool may open are lent; {@code false} for
	 * a pool that has not settled its size because it was not started
	 */
	public boolean isSaturated() {
		return maximum() > 0
				&& (this.active >= maximum() || (this.idle == 0 && this.waiting > 0 && this.total >= maximum()));
	}

}

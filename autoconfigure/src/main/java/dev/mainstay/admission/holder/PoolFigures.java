package dev.mainstay.admission.holder;

/**
 * The figures of a pool at one moment.
 *
 * @param total connections to the server
 * @param active connections lent
 * @param idle connections at rest
 * @param waiting callers that wait for a connection, in front of the pool or at it
 * @param maximum connections that the pool may open
 * @param failing whether the last attempt to open one failed
 */
public record PoolFigures(int total, int active, int idle, int waiting, int maximum, boolean failing) {

	/**
	 * Return whether the next caller has to wait.
	 * @return whether all connections are lent, or callers wait
	 */
	public boolean isExhausted() {
		return this.maximum > 0 && (this.active >= this.maximum || (this.waiting > 0 && this.idle == 0));
	}

}

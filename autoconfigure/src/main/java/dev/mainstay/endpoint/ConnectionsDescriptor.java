package dev.mainstay.endpoint;

import dev.mainstay.pool.PoolSnapshot;

/**
 * The figures of a pool as JSON.
 *
 * @param totalConnections connections to the server
 * @param activeConnections connections lent
 * @param idleConnections connections at rest
 * @param waiting callers that wait for a connection
 * @param baseSize connections that are kept open
 * @param maxOverflow connections that may be opened on top
 * @param overflowConnections connections open on top
 * @param utilizationPercent lent connections in percent of all that may be opened
 */
record ConnectionsDescriptor(int totalConnections, int activeConnections, int idleConnections, int waiting,
		int baseSize, int maxOverflow, int overflowConnections, double utilizationPercent) {

	static ConnectionsDescriptor of(PoolSnapshot snapshot) {
		return new ConnectionsDescriptor(snapshot.total(), snapshot.active(), snapshot.idle(), snapshot.waiting(),
				snapshot.baseSize(), snapshot.maxOverflow(), snapshot.overflow(), snapshot.utilizationPercent());
	}

}

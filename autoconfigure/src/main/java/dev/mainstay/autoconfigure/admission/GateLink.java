package dev.mainstay.autoconfigure.admission;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.admission.AdmissionSettings;
import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.LentHolders;
import dev.mainstay.admission.PoolOverloadedException;
import dev.mainstay.admission.RefusalListener;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.ConnectionDecorator;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;

/**
 * The link of the chain where callers wait for a connection.
 */
final class GateLink implements ConnectionDecorator {

	static final int ORDER = 500;

	private static final Logger logger = LoggerFactory.getLogger(GateLink.class);

	private final ManagedPools pools;

	private final Gates gates;

	private final AdmissionSettings settings;

	private final RefusalListener listener;

	GateLink(ManagedPools pools, Gates gates, AdmissionSettings settings, RefusalListener listener) {
		this.pools = pools;
		this.gates = gates;
		this.settings = settings;
		this.listener = listener;
	}

	@Override
	public ConnectionSource decorate(String dataSourceName, ConnectionSource next) {
		ManagedPool pool = this.pools.find(dataSourceName);
		if (pool == null) {
			return next;
		}
		if (this.settings.nestedReserve() > 0 && pool.maximumSize() > 0
				&& this.settings.nestedReserve() >= pool.maximumSize()) {
			logger.warn(
					"Data source '{}' has {} connections and keeps {} for threads that have one already, so that one "
							+ "is left for all others: lower db.admission.nested-reserve",
					dataSourceName, pool.maximumSize(), this.settings.nestedReserve());
		}
		Gate gate = new Gate(dataSourceName, this.settings, pool::maximumSize, pool::acquireTimeoutMillis,
				new LentHolders(pool.lentConnections()), (name, error) -> refused(pool, error), System::nanoTime);
		this.gates.add(dataSourceName, gate);
		pool.countWaiting(gate::waiting);
		Runnable leave = gate::leave;
		return () -> borrow(gate, next, leave);
	}

	private void refused(ManagedPool pool, PoolOverloadedException error) {
		switch (error.reason()) {
			case TIMEOUT, MAX_WAIT, STALLED -> pool.refusedInFront(true);
			case QUEUE_FULL, OVERLOAD -> pool.refusedInFront(false);
			case DEADLINE, POOL_LOCK -> {
				// Not because too many want a connection.
			}
		}
		this.listener.refused(pool.name(), error);
	}

	private static Connection borrow(Gate gate, ConnectionSource next, Runnable leave) throws SQLException {
		long waited = gate.enter();
		boolean handedOn = false;
		try {
			Connection connection = leaving(next.getConnection(), leave, waited);
			handedOn = true;
			return connection;
		}
		finally {
			if (!handedOn) {
				leave.run();
			}
		}
	}

	private static Connection leaving(Connection connection, Runnable leave, long waited) throws SQLException {
		AdvisedConnection advised = (connection instanceof AdvisedConnection known) ? known : advised(connection);
		if (advised == null) {
			return new LeavingConnection(connection, leave);
		}
		if (waited != 0) {
			advised.waited(waited);
		}
		advised.onReturn(leave);
		return connection;
	}

	// Another link may have put something around it.
	private static @Nullable AdvisedConnection advised(Connection connection) throws SQLException {
		try {
			return connection.isWrapperFor(AdvisedConnection.class) ? connection.unwrap(AdvisedConnection.class) : null;
		}
		catch (SQLException | RuntimeException ex) {
			try (connection) {
				throw ex;
			}
		}
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}

package dev.mainstay.autoconfigure.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import dev.mainstay.admission.breaker.BreakerTarget;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.JdbcUrl;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.PoolState;

/**
 * The pool behind a breaker.
 */
final class PoolTarget implements BreakerTarget {

	private final ManagedPool pool;

	PoolTarget(ManagedPool pool) {
		this.pool = pool;
	}

	@Override
	public DatabaseProduct product() {
		return this.pool.url().product();
	}

	@Override
	public String address() {
		JdbcUrl url = this.pool.url();
		if (url.host() == null) {
			return "the database";
		}
		return (url.port() != null) ? url.host() + ":" + url.port() : url.host();
	}

	@Override
	public boolean isStarted() {
		return this.pool.state() != PoolState.NOT_STARTED;
	}

	@Override
	public boolean isEmpty() {
		return this.pool.isEmpty();
	}

	@Override
	public boolean isTelling() {
		return this.pool.isTelling();
	}

	@Override
	public int idle() {
		return this.pool.idle();
	}

	@Override
	public long timeoutMillis() {
		return this.pool.acquireTimeoutMillis();
	}

	@Override
	public void suspect() {
		this.pool.suspect();
	}

	@Override
	public void probe(Duration timeout) throws SQLException {
		try (Connection connection = this.pool.openAside(timeout)) {
			if (!connection.isValid(Math.max(1, (int) timeout.toSeconds()))) {
				throw new SQLException("The database let a connection in and did not answer on it", "08006");
			}
		}
	}

}

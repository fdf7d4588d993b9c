package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.failure.FailureKind;

/**
 * Notices that the server behind a pool takes no more writes, and has every connection to
 * it replaced, so that the pool finds the new primary. At most one renewal in
 * {@value #PAUSE_SECONDS} seconds: while the name still leads to the demoted server,
 * renewing faster would only wear it out.
 */
final class Demotion {

	static final int PAUSE_SECONDS = 5;

	private static final Logger logger = LoggerFactory.getLogger(Demotion.class);

	private final String poolName;

	private final HikariDataSource dataSource;

	private final DatabaseProduct product;

	private final ConnectionEvents events;

	private final LongSupplier nanoTime;

	private final AtomicLong nextRenewal;

	Demotion(String poolName, HikariDataSource dataSource, DatabaseProduct product, ConnectionEvents events,
			LongSupplier nanoTime) {
		this.poolName = poolName;
		this.dataSource = dataSource;
		this.product = product;
		this.events = events;
		this.nanoTime = nanoTime;
		this.nextRenewal = new AtomicLong(nanoTime.getAsLong());
	}

	/**
	 * Return whether a refused write shows that the server was demoted. A write inside a
	 * transaction that was declared read-only shows nothing but a mistake.
	 * @param kind the kind of the error
	 * @param connection the connection on which it happened
	 * @return whether the connection leads to a server that takes no writes
	 */
	boolean isShownBy(FailureKind kind, Connection connection) {
		boolean refused = kind == FailureKind.READ_ONLY_SERVER || kind == FailureKind.READ_ONLY_TRANSACTION;
		boolean hasPrimary = this.product == DatabaseProduct.POSTGRESQL || this.product == DatabaseProduct.MYSQL;
		if (!refused || !hasPrimary) {
			return false;
		}
		try {
			if (connection.isReadOnly() || TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
				return false;
			}
			return kind == FailureKind.READ_ONLY_SERVER
					|| (this.product == DatabaseProduct.POSTGRESQL && PostgresRole.isReadOnly(connection));
		}
		catch (SQLException ex) {
			return false;
		}
	}

	void happened() {
		this.events.record(ConnectionEvent.DEMOTED);
		long now = this.nanoTime.getAsLong();
		long due = this.nextRenewal.get();
		if (now - due < 0 || !this.nextRenewal.compareAndSet(due, now + Duration.ofSeconds(PAUSE_SECONDS).toNanos())) {
			return;
		}
		HikariPoolMXBean pool = this.dataSource.getHikariPoolMXBean();
		if (pool != null) {
			logger.warn("Pool '{}': the server refuses writes that no read-only transaction explains; "
					+ "its {} connections are being replaced", this.poolName, pool.getTotalConnections());
			pool.softEvictConnections();
		}
	}

}

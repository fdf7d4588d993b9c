package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The thought that a pool's other connections may be lost as well because one of them
 * was. HikariCP does not test a connection that was in use within the last half second,
 * so after a server was restarted each caller, and each new attempt of it, would get the
 * next dead one. For {@value #SECONDS} seconds after a loss every connection is tested
 * before it is lent. Safe for use by many threads; costs one volatile read otherwise.
 */
final class Suspicion {

	static final int SECONDS = 1;

	private final HikariDataSource dataSource;

	private final ConnectionEvents events;

	private final LongSupplier nanoTime;

	private volatile boolean raised;

	private volatile long until;

	Suspicion(HikariDataSource dataSource, ConnectionEvents events, LongSupplier nanoTime) {
		this.dataSource = dataSource;
		this.events = events;
		this.nanoTime = nanoTime;
	}

	void raise() {
		this.until = this.nanoTime.getAsLong() + Duration.ofSeconds(SECONDS).toNanos();
		this.raised = true;
	}

	/**
	 * Borrow a connection, and while there is suspicion one that answers.
	 * @param source where to borrow
	 * @param asked when the caller has asked for it
	 * @return a connection; one that was not tested if testing took as long as a caller
	 * may wait
	 * @throws SQLException if there is none, or it would be waited for in vain
	 */
	Connection borrow(PoolSource source, long asked) throws SQLException {
		Connection connection = source.borrow(asked);
		if (!this.raised) {
			return connection;
		}
		long start = this.nanoTime.getAsLong();
		if (start - this.until > 0) {
			this.raised = false;
			return connection;
		}
		long patience = Duration.ofMillis(this.dataSource.getConnectionTimeout()).toNanos();
		int seconds = Math.max(1, (int) Duration.ofMillis(this.dataSource.getValidationTimeout()).toSeconds());
		while (!answers(connection, seconds) && this.nanoTime.getAsLong() - start < patience) {
			this.events.record(ConnectionEvent.EVICTED);
			this.dataSource.evictConnection(connection);
			connection.close();
			this.events.askingAgain();
			connection = source.borrow(this.nanoTime.getAsLong());
		}
		return connection;
	}

	private static boolean answers(Connection connection, int seconds) throws SQLException {
		try {
			return connection.isValid(seconds);
		}
		catch (SQLException | RuntimeException ex) {
			try (connection) {
				throw ex;
			}
		}
	}

}

package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;

import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.datasource.TargetSource;

/**
 * Lends from a HikariCP pool whose callers queue in front of it. HikariCP lets nobody go
 * before his time is over, also if it has become clear that the database is away. Where
 * no connection is at hand, which with a queue in front means that one has to be opened,
 * the pool is therefore asked for {@value #TURN_MILLIS} ms at a time, and in between
 * whoever listens may refuse the caller. Safe for use by many threads.
 */
final class PoolSource implements ConnectionSource {

	static final long TURN_MILLIS = 1000;

	private final HikariDataSource dataSource;

	private final BooleanSupplier queuedInFront;

	private final ConnectionEvents events;

	private final LongSupplier nanoTime;

	PoolSource(HikariDataSource dataSource, BooleanSupplier queuedInFront, ConnectionEvents events,
			LongSupplier nanoTime) {
		this.dataSource = dataSource;
		this.queuedInFront = queuedInFront;
		this.events = events;
		this.nanoTime = nanoTime;
	}

	/**
	 * Return whether a source does nothing but ask a pool, so that the pool can be asked
	 * in its stead.
	 * @param source the source
	 * @param dataSource the pool
	 * @return whether nobody, not even a subclass, does anything in between
	 */
	static boolean isDirect(ConnectionSource source, HikariDataSource dataSource) {
		return source instanceof TargetSource direct && direct.target() == dataSource
				&& dataSource.getClass() == HikariDataSource.class;
	}

	@Override
	public Connection getConnection() throws SQLException {
		long timeout = this.dataSource.getConnectionTimeout();
		if (timeout <= TURN_MILLIS || !this.queuedInFront.getAsBoolean() || this.dataSource.isClosed()
				|| !(this.dataSource.getHikariPoolMXBean() instanceof HikariPool pool)) {
			return this.dataSource.getConnection();
		}
		try {
			return pool.getConnection(TURN_MILLIS);
		}
		catch (SQLTransientConnectionException ex) {
			return askAgain(pool, timeout, ex);
		}
	}

	private Connection askAgain(HikariPool pool, long timeout, SQLTransientConnectionException first)
			throws SQLException {
		long end = this.nanoTime.getAsLong() + Duration.ofMillis(timeout - TURN_MILLIS).toNanos();
		SQLTransientConnectionException last = first;
		while (true) {
			this.events.askingAgain();
			long left = Duration.ofNanos(end - this.nanoTime.getAsLong()).toMillis();
			if (left <= 0) {
				throw timedOut(timeout, last);
			}
			try {
				return pool.getConnection(Math.min(left, TURN_MILLIS));
			}
			catch (SQLTransientConnectionException ex) {
				last = ex;
			}
		}
	}

	// The error of the last turn but for the time, which is that of all of them.
	private static SQLException timedOut(long timeout, SQLTransientConnectionException last) {
		String message = String.valueOf(last.getMessage())
			.replaceFirst("timed out after \\d+ms", "timed out after " + timeout + "ms");
		SQLException error = new SQLTransientConnectionException(message, last.getSQLState(), last.getCause());
		SQLException next = last.getNextException();
		if (next != null) {
			error.setNextException(next);
		}
		return error;
	}

}

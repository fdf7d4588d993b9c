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

/*
 * HikariCP lets nobody go before his time is over, also if it has become clear by then
 * that the database is away. So it is asked for a second at a time, and in between the
 * listener may refuse the caller. Whoever comes back is the last in HikariCP's own queue.
 * With a queue in front that one is short: it consists of callers for whom a connection
 * has to be opened. Where there is none nobody comes back, as order matters more then; nor
 * if the pool may be suspended, as that time is none of the caller's to HikariCP.
 */

/**
 * Lends the connections of a pool, and has whoever listens to it refuse callers that
 * would wait for one in vain. Safe for use by many threads.
 */
final class PoolSource {

	static final long TURN_MILLIS = 1000;

	private final ConnectionSource source;

	private final HikariDataSource dataSource;

	private final ConnectionEvents events;

	private final BooleanSupplier queuedInFront;

	private final LongSupplier nanoTime;

	// Nobody does anything between here and the pool, not even a subclass.
	private final boolean direct;

	/**
	 * Create the source of a pool.
	 * @param source the source next inwards
	 * @param dataSource the pool
	 * @param events asks whoever listens whether a caller may go on waiting
	 * @param queuedInFront tells whether callers queue in front of the pool
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	PoolSource(ConnectionSource source, HikariDataSource dataSource, ConnectionEvents events,
			BooleanSupplier queuedInFront, LongSupplier nanoTime) {
		this.source = source;
		this.dataSource = dataSource;
		this.events = events;
		this.queuedInFront = queuedInFront;
		this.nanoTime = nanoTime;
		this.direct = source instanceof TargetSource end && end.target() == dataSource
				&& dataSource.getClass() == HikariDataSource.class;
	}

	/**
	 * Borrow a connection.
	 * @param asked when the caller has asked for it
	 * @return the connection
	 * @throws SQLTransientConnectionException if there is none in the pool's time
	 * @throws SQLException if there is none for another reason
	 */
	Connection borrow(long asked) throws SQLException {
		long timeout = this.dataSource.getConnectionTimeout();
		if (!this.direct || timeout <= TURN_MILLIS || !this.events.isHeard() || !this.queuedInFront.getAsBoolean()
				|| this.dataSource.isAllowPoolSuspension() || this.dataSource.isClosed()
				|| !(this.dataSource.getHikariPoolMXBean() instanceof HikariPool pool)) {
			return this.source.getConnection();
		}
		try {
			return pool.getConnection(TURN_MILLIS);
		}
		catch (SQLTransientConnectionException ex) {
			return borrowInTurns(pool, asked, timeout, ex);
		}
	}

	private Connection borrowInTurns(HikariPool pool, long asked, long timeout, SQLTransientConnectionException first)
			throws SQLException {
		SQLTransientConnectionException last = first;
		while (left(asked, timeout) > 0) {
			this.events.askingAgain();
			if (this.dataSource.isClosed()) {
				return this.source.getConnection();
			}
			try {
				return pool.getConnection(Math.max(1, Math.min(left(asked, timeout), TURN_MILLIS)));
			}
			catch (SQLTransientConnectionException ex) {
				last = ex;
			}
		}
		throw timedOut(Duration.ofNanos(this.nanoTime.getAsLong() - asked), last);
	}

	private long left(long asked, long timeout) {
		return timeout - Duration.ofNanos(this.nanoTime.getAsLong() - asked).toMillis();
	}

	// The error of the last turn but for the time, which is that of all of them.
	private static SQLException timedOut(Duration waited, SQLTransientConnectionException last) {
		String message = String.valueOf(last.getMessage())
			.replaceFirst("timed out after \\d+ms", "timed out after " + waited.toMillis() + "ms");
		SQLException error = new SQLTransientConnectionException(message, last.getSQLState(), last.getErrorCode(),
				last.getCause());
		SQLException next = last.getNextException();
		if (next != null) {
			error.setNextException(next);
		}
		return error;
	}

}

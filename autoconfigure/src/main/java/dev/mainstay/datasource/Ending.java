package dev.mainstay.datasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The end that somebody else than its own thread makes of a connection. Once it is there,
 * the connection is closed either by its thread or from outside, and never lent again.
 */
final class Ending {

	private final String reason;

	private final boolean taken;

	// Guards the fields below: a connection must not be cut while its thread gives it
	// back, because the next one may have it by then.
	private final Lock lock = new ReentrantLock();

	private boolean closed;

	private boolean severed;

	/**
	 * Create an end.
	 * @param reason what to tell the thread that uses the connection
	 * @param taken whether the connection was taken away because it was not used, and not
	 * its transaction ended because it took too long
	 */
	Ending(String reason, boolean taken) {
		this.reason = reason;
		this.taken = taken;
	}

	String reason() {
		return this.reason;
	}

	boolean isTaken() {
		return this.taken;
	}

	SQLException error(@Nullable SQLException cause) {
		return this.taken ? new ConnectionTakenException(this.reason, cause)
				: new TransactionEndedException(this.reason, cause);
	}

	void sever(ConnectionAdvice advice, Connection connection) throws SQLException {
		this.lock.lock();
		try {
			if (!this.closed && !this.severed) {
				this.severed = true;
				advice.sever(connection);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void close(ConnectionAdvice advice, Connection connection) throws SQLException {
		this.lock.lock();
		try {
			this.closed = true;
			if (this.severed) {
				advice.release(connection);
			}
			else {
				this.severed = true;
				advice.discard(connection, true);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}

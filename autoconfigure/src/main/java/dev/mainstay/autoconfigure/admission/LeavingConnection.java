package dev.mainstay.autoconfigure.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.mainstay.datasource.ForwardingConnection;

/**
 * A connection that is not ours, and whose permit is given back when it is closed.
 */
final class LeavingConnection extends ForwardingConnection {

	private final AtomicBoolean left = new AtomicBoolean();

	private final Runnable leave;

	LeavingConnection(Connection delegate, Runnable leave) {
		super(delegate);
		this.leave = leave;
	}

	@Override
	public void close() throws SQLException {
		try {
			super.close();
		}
		finally {
			if (this.left.compareAndSet(false, true)) {
				this.leave.run();
			}
		}
	}

}

package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.mainstay.datasource.ForwardingConnection;

/**
 * A connection to the server, below the pool, that tells when it is found dead and when
 * it is closed. The pool may close it from another thread than the one that used it.
 */
final class PhysicalConnection extends ForwardingConnection {

	private final PhysicalDataSource owner;

	private final long openedNanos;

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile boolean stale;

	PhysicalConnection(Connection delegate, PhysicalDataSource owner, long openedNanos) {
		super(delegate);
		this.owner = owner;
		this.openedNanos = openedNanos;
	}

	@Override
	public boolean isValid(int timeout) throws SQLException {
		boolean valid = false;
		try {
			valid = super.isValid(timeout);
			return valid;
		}
		finally {
			if (!valid) {
				this.stale = true;
			}
			this.owner.tested(valid);
		}
	}

	@Override
	public void close() throws SQLException {
		closing();
		super.close();
	}

	@Override
	public void abort(Executor executor) throws SQLException {
		closing();
		super.abort(executor);
	}

	private void closing() {
		if (this.closed.compareAndSet(false, true)) {
			this.owner.closed(this.openedNanos, this.stale);
		}
	}

}

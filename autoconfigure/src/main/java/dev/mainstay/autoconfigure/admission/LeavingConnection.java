package dev.mainstay.autoconfigure.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.mainstay.datasource.ForwardingConnection;
import dev.mainstay.datasource.Lender;

/**
 * A connection that is not ours, and whose permit is given back when it is closed.
 */
final class LeavingConnection extends ForwardingConnection {

	private final AtomicBoolean left = new AtomicBoolean();

	private final Lender lender;

	LeavingConnection(Connection delegate, Lender lender) {
		super(delegate);
		this.lender = lender;
	}

	@Override
	public void close() throws SQLException {
		try {
			super.close();
		}
		finally {
			if (this.left.compareAndSet(false, true)) {
				this.lender.takeBack();
			}
		}
	}

}

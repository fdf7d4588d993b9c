package dev.mainstay.autoconfigure.admission;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Segment;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.datasource.Lender;
import dev.mainstay.datasource.StatementLimit;

/**
 * The way of the callers of one segment through the gate to a connection. One object
 * serves all of them.
 */
final class Entrance implements Lender {

	private final Gate gate;

	private final Segment segment;

	private final ConnectionSource next;

	private final @Nullable StatementLimit limit;

	Entrance(Gate gate, Segment segment, ConnectionSource next, @Nullable StatementLimit limit) {
		this.gate = gate;
		this.segment = segment;
		this.next = next;
		this.limit = limit;
	}

	Connection borrow() throws SQLException {
		long waited = this.gate.enter(this.segment);
		boolean handedOn = false;
		try {
			Connection connection = leaving(this.next.getConnection(), waited);
			handedOn = true;
			return connection;
		}
		finally {
			if (!handedOn) {
				takeBack();
			}
		}
	}

	@Override
	public void takeBack() {
		this.gate.leave(this.segment);
	}

	@Override
	public @Nullable String segment() {
		return this.gate.isDivided() ? this.segment.name() : null;
	}

	private Connection leaving(Connection connection, long waited) throws SQLException {
		AdvisedConnection advised = (connection instanceof AdvisedConnection known) ? known : advised(connection);
		if (advised == null) {
			return new LeavingConnection(connection, this);
		}
		if (waited != 0) {
			advised.waited(waited);
		}
		if (this.limit != null) {
			advised.limitTransactions(this.limit);
		}
		advised.lentBy(this);
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

}

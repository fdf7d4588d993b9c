package dev.mainstay.cache.cluster.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import dev.mainstay.datasource.SideConnections;

/**
 * Opens connections that stay open for the channel, whatever limits their user has for
 * idle sessions. Publishing needs no durability: after a crash of the server nobody
 * remembers what was published, and everybody reads again.
 */
final class ChannelConnections {

	private static final String PREPARE = """
			select set_config(name, case name when 'synchronous_commit' then 'off' else '0' end, false)
			from pg_catalog.pg_settings
			where name in ('synchronous_commit', 'idle_session_timeout', 'statement_timeout', 'transaction_timeout',
					'idle_in_transaction_session_timeout')""";

	private final SideConnections connections;

	private final String dataSource;

	private final Duration timeout;

	ChannelConnections(SideConnections connections, String dataSource, Duration timeout) {
		this.connections = connections;
		this.dataSource = dataSource;
		this.timeout = timeout;
	}

	Connection open() throws SQLException {
		Connection connection = this.connections.open(this.dataSource, this.timeout);
		try {
			connection.setAutoCommit(true);
			connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, this.timeout.toMillis()));
			try (Statement statement = connection.createStatement()) {
				statement.execute(PREPARE);
			}
			return connection;
		}
		catch (SQLException | RuntimeException ex) {
			abort(connection);
			throw ex;
		}
	}

	String dataSource() {
		return this.dataSource;
	}

	int timeoutSeconds() {
		return (int) Math.max(1, this.timeout.plusMillis(999).toSeconds());
	}

	// Closing would wait for a server that does not answer.
	static void abort(Connection connection) {
		try {
			connection.abort(Runnable::run);
		}
		catch (SQLException ex) {
			// It was of no use any more.
		}
	}

}

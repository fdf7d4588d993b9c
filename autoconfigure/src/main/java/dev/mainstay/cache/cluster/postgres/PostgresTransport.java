package dev.mainstay.cache.cluster.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import dev.mainstay.cache.cluster.ClusterSettings;
import dev.mainstay.cache.cluster.InvalidationReceiver;
import dev.mainstay.cache.cluster.InvalidationTransport;
import dev.mainstay.cache.cluster.InvalidationTransportException;
import dev.mainstay.datasource.SideConnections;

/*
 * NOTIFY makes the transaction that it is in take a lock at its commit that all others
 * with a NOTIFY wait for, until what it wrote is on disk. So it is never part of a
 * transaction of the application: it has a connection of its own, where a commit writes
 * next to nothing and waits for no disk.
 */

/**
 * A channel of a PostgreSQL database, on two connections beside the pool: one listens,
 * one notifies.
 */
public final class PostgresTransport implements InvalidationTransport {

	// The server takes less than 8000 bytes.
	private static final int MAX_LENGTH = 7900;

	private static final int LONGEST_NAME = 63;

	private final ChannelConnections connections;

	private final ClusterSettings settings;

	// Guarded by this, as all that follows.
	private @Nullable Connection publishing;

	private @Nullable PreparedStatement notify;

	private @Nullable ChannelListener listener;

	private boolean closed;

	/**
	 * Create a transport that is not connected.
	 * @param connections opens its connections
	 * @param dataSource the bean name of a data source that leads to the primary server
	 * @param settings the channel and its times
	 */
	public PostgresTransport(SideConnections connections, String dataSource, ClusterSettings settings) {
		int length = settings.channel().getBytes(StandardCharsets.UTF_8).length;
		Assert.isTrue(length > 0 && length <= LONGEST_NAME, "'channel' must have 1 to 63 bytes");
		this.connections = new ChannelConnections(connections, dataSource, settings.publishTimeout());
		this.settings = settings;
	}

	@Override
	public synchronized void start(InvalidationReceiver receiver) {
		Assert.state(this.listener == null && !this.closed, "Started already");
		// Own beats come more often than that.
		long quiet = 3 * this.settings.beatInterval().toMillis();
		ChannelListener created = new ChannelListener(this.connections, this.settings.channel(), quiet, receiver);
		Thread thread = new Thread(created, "mainstay-cache-listen");
		thread.setDaemon(true);
		this.listener = created;
		thread.start();
	}

	@Override
	public synchronized void publish(String message) throws InvalidationTransportException {
		try {
			PreparedStatement statement = statement();
			statement.setString(1, this.settings.channel());
			statement.setString(2, message);
			statement.execute();
		}
		catch (SQLException ex) {
			disconnect();
			throw new InvalidationTransportException(String.valueOf(ex.getMessage()), ex);
		}
	}

	private PreparedStatement statement() throws SQLException {
		if (this.closed) {
			throw new SQLException("The channel is closed");
		}
		PreparedStatement current = this.notify;
		if (current == null) {
			Connection connection = this.connections.open();
			this.publishing = connection;
			current = connection.prepareStatement("select pg_catalog.pg_notify(?, ?)");
			this.notify = current;
		}
		return current;
	}

	private void disconnect() {
		Connection connection = this.publishing;
		if (connection != null) {
			ChannelConnections.abort(connection);
		}
		this.publishing = null;
		this.notify = null;
	}

	@Override
	public int maxLength() {
		return MAX_LENGTH;
	}

	@Override
	public String description() {
		return "channel '%s' of data source '%s'".formatted(this.settings.channel(), this.connections.dataSource());
	}

	@Override
	public String advice() {
		return "LISTEN needs a session of its own on the primary server: behind PgBouncer, let the data source lead "
				+ "past it or to a pool in session mode.";
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.listener != null) {
			this.listener.close();
		}
		disconnect();
	}

}

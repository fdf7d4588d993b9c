package dev.mainstay.cache.cluster.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.cache.cluster.InvalidationReceiver;

/**
 * Listens on a connection of its own until it is closed, and connects again when it is
 * lost.
 */
final class ChannelListener implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(ChannelListener.class);

	private static final int WAIT_MILLIS = 250;

	private static final long FIRST_PAUSE_MILLIS = 50;

	private static final long LONGEST_PAUSE_MILLIS = 2000;

	private final ChannelConnections connections;

	private final String channel;

	private final long quietMillis;

	private final InvalidationReceiver receiver;

	private final CountDownLatch closed = new CountDownLatch(1);

	private long pause = FIRST_PAUSE_MILLIS;

	ChannelListener(ChannelConnections connections, String channel, long quietMillis, InvalidationReceiver receiver) {
		this.connections = connections;
		this.channel = channel;
		this.quietMillis = quietMillis;
		this.receiver = receiver;
	}

	@Override
	public void run() {
		while (!isClosed()) {
			try {
				listen(this.connections.open());
			}
			catch (SQLException | RuntimeException ex) {
				logger.debug("Query cache: cannot listen on channel '{}' of data source '{}'", this.channel,
						this.connections.dataSource(), ex);
			}
			pause();
		}
	}

	private void listen(Connection connection) throws SQLException {
		try {
			try (Statement statement = connection.createStatement()) {
				statement.execute("LISTEN \"" + this.channel.replace("\"", "\"\"") + '"');
			}
			this.receiver.connected();
			this.pause = FIRST_PAUSE_MILLIS;
			receive(connection, connection.unwrap(PGConnection.class));
		}
		finally {
			this.receiver.disconnected();
			ChannelConnections.abort(connection);
		}
	}

	private void receive(Connection connection, PGConnection notified) throws SQLException {
		long quiet = 0;
		while (!isClosed()) {
			PGNotification[] notifications = notified.getNotifications(WAIT_MILLIS);
			if (notifications != null && notifications.length > 0) {
				quiet = 0;
				for (PGNotification notification : notifications) {
					this.receiver.received(notification.getParameter());
				}
			}
			else {
				quiet += WAIT_MILLIS;
			}
			// A lost connection looks like one where nothing happens.
			if (quiet >= this.quietMillis) {
				if (!connection.isValid(this.connections.timeoutSeconds())) {
					throw new SQLException("The connection that listens is lost");
				}
				quiet = 0;
			}
		}
	}

	// Not all at once when the server is back.
	private void pause() {
		try {
			long millis = ThreadLocalRandom.current().nextLong(this.pause / 2, this.pause + 1);
			this.pause = Math.min(2 * this.pause, LONGEST_PAUSE_MILLIS);
			if (this.closed.await(millis, TimeUnit.MILLISECONDS)) {
				logger.debug("Query cache: stopped listening");
			}
		}
		catch (InterruptedException ex) {
			close();
			Thread.currentThread().interrupt();
		}
	}

	private boolean isClosed() {
		return this.closed.getCount() == 0;
	}

	void close() {
		this.closed.countDown();
	}

}

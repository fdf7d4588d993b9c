package dev.mainstay.pool;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Logger;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * The data source that opens the pool's connections to the server. It stands below the
 * pool because only there is it seen which attempts fail and when connections end, and
 * because the session guards belong to the beginning of a session: set here they need no
 * place in {@code connectionInitSql}, which is the user's, and cannot be rolled back by a
 * pool that works without auto-commit.
 */
final class PhysicalDataSource implements DataSource {

	private final @Nullable DataSource given;

	private final Supplier<DataSource> factory;

	private final List<String> statements;

	private final ConnectionEvents events;

	private final LongSupplier nanoTime;

	private final Supplier<Duration> maxLifetime;

	/** Guards the making of {@link #delegate}. */
	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable DataSource delegate;

	private final CompletableFuture<ServerVersion> connected = new CompletableFuture<>();

	PhysicalDataSource(@Nullable DataSource given, Supplier<DataSource> factory, List<String> statements,
			ConnectionEvents events, LongSupplier nanoTime, Supplier<Duration> maxLifetime) {
		this.given = given;
		this.factory = factory;
		this.statements = List.copyOf(statements);
		this.events = events;
		this.nanoTime = nanoTime;
		this.maxLifetime = maxLifetime;
	}

	/**
	 * Return the data source that the user gave to the pool.
	 * @return the data source, or {@code null} if the pool has a JDBC URL instead
	 */
	@Nullable DataSource given() {
		return this.given;
	}

	/**
	 * Return what the server calls itself, as soon as there was a connection to it.
	 * @return product and version, complete with the first connection
	 */
	CompletableFuture<ServerVersion> connected() {
		return this.connected;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return open((dataSource) -> dataSource.getConnection());
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return open((dataSource) -> dataSource.getConnection(username, password));
	}

	private Connection open(Opening opening) throws SQLException {
		Connection connection = null;
		try {
			connection = opening.open(delegate());
			for (String sql : this.statements) {
				try (Statement statement = connection.createStatement()) {
					statement.execute(sql);
				}
			}
			learnVersion(connection);
		}
		catch (SQLException | RuntimeException ex) {
			this.events.record(ConnectionEvent.CONNECT_FAILED);
			closeAfter(ex, connection);
			throw ex;
		}
		this.events.record(ConnectionEvent.CREATED);
		return new PhysicalConnection(connection, this, this.nanoTime.getAsLong());
	}

	private static void closeAfter(Exception failure, @Nullable Connection connection) {
		if (connection != null) {
			try {
				connection.close();
			}
			catch (SQLException ex) {
				failure.addSuppressed(ex);
			}
		}
	}

	// Every driver knows these from its handshake: nothing is sent.
	private void learnVersion(Connection connection) throws SQLException {
		if (!this.connected.isDone()) {
			DatabaseMetaData metaData = connection.getMetaData();
			this.connected
				.complete(new ServerVersion(metaData.getDatabaseProductName(), metaData.getDatabaseProductVersion()));
		}
	}

	void closed(long openedNanos, boolean stale) {
		this.events.record(ConnectionEvent.CLOSED);
		if (stale) {
			this.events.record(ConnectionEvent.STALE);
			return;
		}
		// HikariCP retires connections up to a quarter of their lifetime early, so that
		// they do not all go at once.
		long oldNanos = this.maxLifetime.get().toNanos() / 4 * 3;
		if (oldNanos > 0 && this.nanoTime.getAsLong() - openedNanos >= oldNanos) {
			this.events.record(ConnectionEvent.RECYCLED);
		}
	}

	private DataSource delegate() {
		DataSource made = this.delegate;
		if (made != null) {
			return made;
		}
		this.lock.lock();
		try {
			made = this.delegate;
			if (made == null) {
				made = (this.given != null) ? this.given : this.factory.get();
				this.delegate = made;
			}
			return made;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable PrintWriter getLogWriter() throws SQLException {
		return delegate().getLogWriter();
	}

	@Override
	public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
		delegate().setLogWriter(out);
	}

	@Override
	public void setLoginTimeout(int seconds) throws SQLException {
		delegate().setLoginTimeout(seconds);
	}

	@Override
	public int getLoginTimeout() throws SQLException {
		return delegate().getLoginTimeout();
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		return delegate().getParentLogger();
	}

	@Override
	public <T> T unwrap(Class<T> iface) throws SQLException {
		return iface.isInstance(delegate()) ? iface.cast(delegate()) : delegate().unwrap(iface);
	}

	@Override
	public boolean isWrapperFor(Class<?> iface) throws SQLException {
		return iface.isInstance(delegate()) || delegate().isWrapperFor(iface);
	}

	/**
	 * Opens a connection in one of the two ways that data sources have.
	 */
	@FunctionalInterface
	private interface Opening {

		Connection open(DataSource dataSource) throws SQLException;

	}

}

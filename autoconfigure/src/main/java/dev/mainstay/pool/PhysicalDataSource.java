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
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.Secrets;
import dev.mainstay.failure.FailureClassifier;

/**
 * The data source that opens the pool's connections to the server. It stands below the
 * pool because only there is it seen which attempts fail and when connections end, and
 * because the session guards belong to the beginning of a session: set here they need no
 * place in {@code connectionInitSql}, which is the user's, and cannot be rolled back by a
 * pool that works without auto-commit.
 */
final class PhysicalDataSource implements DataSource {

	private static final org.slf4j.Logger logger = LoggerFactory.getLogger(PhysicalDataSource.class);

	private final DatabaseProduct product;

	private final @Nullable DataSource given;

	private final Supplier<DataSource> factory;

	private final List<String> statements;

	private final ConnectionEvents events;

	private final LongSupplier nanoTime;

	private final Supplier<Duration> maxLifetime;

	/** Guards the making of {@link #delegate}. */
	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable DataSource delegate;

	private volatile boolean unguarded;

	private final CompletableFuture<ServerVersion> connected = new CompletableFuture<>();

	PhysicalDataSource(DatabaseProduct product, @Nullable DataSource given, Supplier<DataSource> factory,
			List<String> statements, ConnectionEvents events, LongSupplier nanoTime, Supplier<Duration> maxLifetime) {
		this.product = product;
		this.given = given;
		this.factory = factory;
		this.statements = List.copyOf(statements);
		this.events = events;
		this.nanoTime = nanoTime;
		this.maxLifetime = maxLifetime;
	}

	/**
	 * Return whether sessions carry the guards that were planned for them.
	 * @return {@code false} once the server has refused them
	 */
	boolean isGuarded() {
		return !this.unguarded;
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
			if (!guard(connection)) {
				connection.close();
				connection = opening.open(delegate());
			}
			learnVersion(connection);
		}
		catch (Throwable ex) {
			closeAfter(ex, connection);
			this.events.failed(ex);
			throw ex;
		}
		this.events.opened();
		return new PhysicalConnection(connection, this, this.nanoTime.getAsLong());
	}

	// A server that speaks the protocol of another product may not know its limits. Then
	// the application works without them, as it did before.
	private boolean guard(Connection connection) throws SQLException {
		if (this.unguarded) {
			return true;
		}
		try {
			for (String sql : this.statements) {
				try (Statement statement = connection.createStatement()) {
					statement.execute(sql);
				}
			}
			if (!this.statements.isEmpty() && !connection.getAutoCommit()) {
				connection.commit();
			}
			return true;
		}
		catch (SQLException ex) {
			if (FailureClassifier.kindOf(ex, this.product).isTransient() || !connection.isValid(1)) {
				throw ex;
			}
			this.unguarded = true;
			logger.warn(
					"The server refuses the session guards ({}), so there are none. Set db.session.enabled=false "
							+ "to say so, or the one it does not know to 0",
					Secrets.mask(String.valueOf(ex.getMessage())));
			return false;
		}
	}

	private static void closeAfter(Throwable failure, @Nullable Connection connection) {
		if (connection != null) {
			try {
				connection.close();
			}
			catch (SQLException | RuntimeException ex) {
				failure.addSuppressed(ex);
			}
		}
	}

	// Every driver knows these from its handshake: nothing is sent.
	private void learnVersion(Connection connection) {
		if (this.connected.isDone()) {
			return;
		}
		try {
			DatabaseMetaData metaData = connection.getMetaData();
			this.connected
				.complete(new ServerVersion(metaData.getDatabaseProductName(), metaData.getDatabaseProductVersion()));
		}
		catch (SQLException ex) {
			logger.debug("The server's version is not known", ex);
		}
	}

	void tested(boolean valid) {
		if (valid) {
			this.events.answered();
		}
		else {
			this.events.lost();
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

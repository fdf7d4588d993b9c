package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.ConnectionAdvice;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.datasource.JdbcUrl;
import dev.mainstay.datasource.LentConnections;
import dev.mainstay.datasource.RefusedException;
import dev.mainstay.pool.session.SessionPlan;

/**
 * A HikariCP pool in our care: how it was tuned, how its sessions are guarded, what
 * happened to its connections, and how it is now. Safe for use by many threads.
 */
public final class ManagedPool {

	private static final Logger logger = LoggerFactory.getLogger(ManagedPool.class);

	private final String name;

	private final HikariDataSource dataSource;

	private final JdbcUrl url;

	private final List<PoolSetting> settings;

	private final SessionPlan sessionPlan;

	private final ConnectionEvents events;

	private final ConnectionAdvice advice;

	private final Suspicion suspicion;

	private final @Nullable PhysicalDataSource physical;

	private final int expectedInstances;

	private final Duration leakThreshold;

	private final LeakAction leakAction;

	private volatile @Nullable Integer configuredBase;

	private volatile @Nullable IntSupplier waitingInFront;

	private volatile Consumer<SQLException> failureListener = (error) -> {
	};

	ManagedPool(String name, HikariDataSource dataSource, JdbcUrl url, List<PoolSetting> settings,
			SessionPlan sessionPlan, ConnectionEvents events, ConnectionAdvice advice, Suspicion suspicion,
			@Nullable PhysicalDataSource physical, int expectedInstances, Duration leakThreshold,
			LeakAction leakAction) {
		this.name = name;
		this.dataSource = dataSource;
		this.url = url;
		this.settings = List.copyOf(settings);
		this.sessionPlan = sessionPlan;
		this.events = events;
		this.advice = advice;
		this.suspicion = suspicion;
		this.physical = physical;
		this.expectedInstances = expectedInstances;
		this.leakThreshold = leakThreshold;
		this.leakAction = leakAction;
	}

	/**
	 * Return the bean name of the data source.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the pool itself, without the chain in front of it.
	 * @return the HikariCP data source
	 */
	public HikariDataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Return where the pool connects to.
	 * @return what its JDBC URL says in the open
	 */
	public JdbcUrl url() {
		return this.url;
	}

	/**
	 * Return what was set, left alone and left out, in the order in which it was decided.
	 * @return the settings of pool and driver
	 */
	public List<PoolSetting> settings() {
		return this.settings;
	}

	/**
	 * Return how the sessions are guarded.
	 * @return the plan
	 */
	public SessionPlan sessionPlan() {
		boolean refused = this.physical != null && !this.physical.isGuarded();
		return refused ? this.sessionPlan.refused() : this.sessionPlan;
	}

	/**
	 * Return what happened to the connections so far.
	 * @return the live counters
	 */
	public ConnectionEvents events() {
		return this.events;
	}

	/**
	 * Return how many instances of the application are expected to have this pool.
	 * @return the number of instances, at least 1
	 */
	public int expectedInstances() {
		return this.expectedInstances;
	}

	/**
	 * Return how long a connection may be out and do nothing before it counts as a leak.
	 * @return the time; zero if none is looked for
	 */
	public Duration leakThreshold() {
		return this.leakThreshold;
	}

	/**
	 * Return what is done about a leak.
	 * @return the action
	 */
	public LeakAction leakAction() {
		return this.leakAction;
	}

	/**
	 * Return what the server calls itself.
	 * @return product and version, or {@code null} before the first connection and for a
	 * pool whose connections are not opened by us
	 */
	public @Nullable ServerVersion version() {
		return (this.physical != null) ? this.physical.connected().getNow(null) : null;
	}

	/**
	 * Return the connections that are lent at the moment.
	 * @return a live view
	 */
	public LentConnections lentConnections() {
		return this.advice.lentConnections();
	}

	/**
	 * Do something as soon as there was a connection.
	 * @param action what to do with what the server calls itself: at once if it is known,
	 * else on the thread that opens the first connection, so it must be brief; never for
	 * a pool whose connections are not opened by us
	 */
	public void whenConnected(Consumer<ServerVersion> action) {
		if (this.physical != null) {
			this.physical.connected().thenAccept(action);
		}
	}

	/**
	 * Return the name that HikariCP calls the pool by, in its logs and meters.
	 * @return the name, or {@code null} before the pool is started
	 */
	public @Nullable String poolName() {
		return this.dataSource.getPoolName();
	}

	/**
	 * Return the user that connections are opened as.
	 * @return the user, or {@code null} if that is left to the driver
	 */
	public @Nullable String username() {
		return this.dataSource.getUsername();
	}

	/**
	 * Return what the pool can do at the moment.
	 * @return the state
	 */
	public PoolState state() {
		if (this.dataSource.isClosed()) {
			return PoolState.CLOSED;
		}
		if (this.dataSource.getHikariPoolMXBean() == null) {
			return PoolState.NOT_STARTED;
		}
		return snapshot().isSaturated() ? PoolState.SATURATED : PoolState.AVAILABLE;
	}

	/**
	 * Return the figures of the pool.
	 * @return the figures; no connections before the pool is started or after it is
	 * closed
	 */
	public PoolSnapshot snapshot() {
		int base = Math.max(0, this.dataSource.getMinimumIdle());
		int overflow = Math.max(0, this.dataSource.getMaximumPoolSize() - base);
		HikariPoolMXBean pool = this.dataSource.getHikariPoolMXBean();
		if (pool == null || this.dataSource.isClosed()) {
			return new PoolSnapshot(0, 0, 0, 0, base, overflow);
		}
		IntSupplier inFront = this.waitingInFront;
		int waiting = pool.getThreadsAwaitingConnection() + ((inFront != null) ? inFront.getAsInt() : 0);
		return new PoolSnapshot(pool.getTotalConnections(), pool.getActiveConnections(), pool.getIdleConnections(),
				waiting, base, overflow);
	}

	/**
	 * Count others as waiting for a connection, besides those whom the pool knows. To be
	 * called by one who lets no more callers to the pool than it may have connections.
	 * @param waiting tells how many wait in front of the pool; must be quick
	 */
	public void countWaiting(IntSupplier waiting) {
		this.waitingInFront = waiting;
	}

	/**
	 * Return how many connections the pool may have at the moment, as it may be resized.
	 * @return the number; less than 1 as long as that is not settled
	 */
	public int maximumSize() {
		return this.dataSource.getMaximumPoolSize();
	}

	/**
	 * Let the pool have another number of connections from now on. If it has more, those
	 * that are lent stay so; they, and those at rest, are closed when they have rested
	 * for as long as connections beyond the base may. To be called by one thread at a
	 * time.
	 * @param size the largest number of connections, at least 1
	 */
	public void resize(int size) {
		HikariConfigMXBean config = this.dataSource.getHikariConfigMXBean();
		Integer configured = this.configuredBase;
		if (configured == null) {
			configured = config.getMinimumIdle();
			this.configuredBase = configured;
		}
		if (size < config.getMaximumPoolSize()) {
			// HikariCP closes none that rest in a pool that is to keep all of them.
			config.setMinimumIdle(Math.min(configured, Math.max(1, size - 1)));
			config.setMaximumPoolSize(size);
		}
		else {
			config.setMaximumPoolSize(size);
			config.setMinimumIdle(Math.min(configured, size));
		}
	}

	/**
	 * Return how long the pool lets a caller wait at the moment.
	 * @return the time in milliseconds
	 */
	public long acquireTimeoutMillis() {
		return this.dataSource.getConnectionTimeout();
	}

	/**
	 * Return how long a connection may live.
	 * @return the longest life; zero if there is no limit
	 */
	public Duration maxLifetime() {
		return Duration.ofMillis(this.dataSource.getMaxLifetime());
	}

	/**
	 * Replace all connections without disturbing anybody: those at rest now, those in use
	 * when they are given back.
	 * @return how many connections will be replaced
	 */
	public int renew() {
		HikariPoolMXBean pool = this.dataSource.getHikariPoolMXBean();
		if (pool == null || this.dataSource.isClosed()) {
			return 0;
		}
		int connections = pool.getTotalConnections();
		pool.softEvictConnections();
		return connections;
	}

	/**
	 * Hear of what the connections tell about the server.
	 * @param listener the only one that hears of it from now on
	 */
	public void listen(ConnectionListener listener) {
		this.events.listen(listener);
	}

	/**
	 * Test every connection for a moment before it is lent, because there is a sign that
	 * the server is gone.
	 */
	public void suspect() {
		this.suspicion.raise();
	}

	/**
	 * Return whether there is no connection at all, neither at rest nor in use.
	 * @return whether the pool is empty; also before it is started
	 */
	public boolean isEmpty() {
		HikariPoolMXBean pool = this.dataSource.getHikariPoolMXBean();
		return pool == null || pool.getTotalConnections() == 0;
	}

	/**
	 * Return how many connections are at rest.
	 * @return how many callers need not wait
	 */
	public int idle() {
		HikariPoolMXBean pool = this.dataSource.getHikariPoolMXBean();
		return (pool != null) ? pool.getIdleConnections() : 0;
	}

	/**
	 * Return whether it is heard when a connection is opened and tested.
	 * @return whether the pool's connections are opened by us
	 */
	public boolean isTelling() {
		return this.physical != null;
	}

	/**
	 * Lend through a source and watch over what is lent.
	 * @param source the source next inwards
	 * @return the watched source
	 */
	ConnectionSource watch(ConnectionSource source) {
		PoolSource pool = new PoolSource(source, this.dataSource, this.events, () -> this.waitingInFront != null,
				this.advice::nanoTime);
		return () -> {
			long asked = this.advice.nanoTime();
			Connection connection;
			try {
				connection = this.suspicion.borrow(pool, asked);
			}
			catch (RefusedException ex) {
				// Not for want of a connection.
				throw ex;
			}
			catch (SQLTransientConnectionException ex) {
				acquireFailed(ex);
				throw ex;
			}
			long now = this.advice.nanoTime();
			return new AdvisedConnection(connection, this.advice, now - asked).lent(now);
		};
	}

	private void acquireFailed(SQLException error) {
		this.events.record(ConnectionEvent.ACQUIRE_TIMEOUT);
		if (snapshot().isSaturated()) {
			this.events.record(ConnectionEvent.EXHAUSTED);
		}
		Consumer<SQLException> listener = this.failureListener;
		try {
			listener.accept(error);
		}
		catch (RuntimeException ex) {
			whenAcquireFailed((further) -> {
			});
			logger.warn("{} failed to hear of a caller of '{}' without a connection and hears of no further ones",
					listener.getClass().getName(), this.name, ex);
		}
	}

	/**
	 * Count a caller that was refused in front of the pool while all connections were in
	 * use.
	 * @param waited whether it had waited for as long as it may
	 */
	public void refusedInFront(boolean waited) {
		if (waited) {
			this.events.record(ConnectionEvent.ACQUIRE_TIMEOUT);
		}
		this.events.record(ConnectionEvent.EXHAUSTED);
	}

	/**
	 * Hear of callers to whom the pool gave no connection in time, in the place of
	 * whoever did before.
	 * @param listener told of the pool's error on the thread of the caller; one that
	 * fails hears of no further ones
	 */
	public void whenAcquireFailed(Consumer<SQLException> listener) {
		this.failureListener = listener;
	}

	/**
	 * Open a connection of its own, beside the pool, for a question of ours.
	 * @param timeout the longest time for connecting and for each answer; drivers that
	 * know only seconds round up
	 * @return a connection that the caller closes
	 * @throws SQLException if the server cannot be reached
	 */
	public Connection openAside(Duration timeout) throws SQLException {
		return new AsideConnections(this.dataSource, this.url).open(timeout);
	}

}

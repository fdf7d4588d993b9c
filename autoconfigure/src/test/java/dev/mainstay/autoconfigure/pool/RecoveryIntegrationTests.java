package dev.mainstay.autoconfigure.pool;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.testsupport.MariaDbServer;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.RelationalServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ManagedPool} when servers, sessions and networks go away.
 */
class RecoveryIntegrationTests {

	private static final int WORKERS = 50;

	private static final String[] POOL = { "db.pool.size=5", "db.pool.max-overflow=5", "db.pool.timeout=2s",
			"db.pool.connect-timeout=2s" };

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@ParameterizedTest
	@EnumSource
	void worksOnAfterServerWasKilledAndStartedAgain(Product product) {
		try (RelationalServer server = product.start();
				JdbcApplication application = JdbcApplication.start(product.url(server), server, POOL)) {
			try (Workers workers = Workers.start(application, WORKERS)) {
				workers.awaitStart();
				server.kill();
				await().until(() -> workers.failures().size() >= WORKERS);
				server.start();
				workers.awaitProgressOfAll(Duration.ofSeconds(20));
				workers.stop();
				assertThat(workers.lostLines()).isZero();
			}
			assertThatNothingIsLost(application);
		}
	}

	@Test
	void worksOnAfterConnectionsWereCut() throws SQLException {
		try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared());
				JdbcApplication application = JdbcApplication.start(proxy.through(database.url()),
						PostgresServer.shared(), POOL)) {
			try (Workers workers = Workers.start(application, WORKERS)) {
				for (int i = 1; i <= 5; i++) {
					workers.awaitStart();
					proxy.cut();
					workers.awaitProgressOfAll(Duration.ofSeconds(10));
				}
				workers.stop();
				assertThat(workers.failures()).hasSizeBetween(1, 5 * 10);
				assertThat(workers.lostLines()).isZero();
			}
			assertThatNothingIsLost(application);
		}
	}

	@Test
	void neverLendsTerminatedConnectionTwice() throws SQLException {
		// HikariCP pauses after a connection that dies while it is made: give it the
		// time.
		try (JdbcApplication application = JdbcApplication.start(database.url(), PostgresServer.shared(),
				"db.pool.size=5", "db.pool.max-overflow=5", "db.pool.timeout=20s")) {
			int killed = 0;
			try (Workers workers = Workers.start(application, WORKERS)) {
				workers.awaitStart();
				while (killed < 40) {
					killed += terminateOldest();
				}
				workers.awaitProgressOfAll(Duration.ofSeconds(30));
				workers.stop();
				assertThat(workers.failures()).hasSizeBetween(1, killed);
				assertThat(application.count(ConnectionEvent.EVICTED)).isBetween((long) workers.failures().size(),
						(long) killed);
			}
			assertThatNothingIsLost(application);
		}
	}

	@Test
	void neverLendsConnectionAgainThatWasKilledIdleInTransaction() {
		try (JdbcApplication application = JdbcApplication.start(database.url(), PostgresServer.shared(),
				"db.pool.size=1", "db.pool.max-overflow=0", "db.session.idle-in-transaction-timeout=200ms")) {
			int pid = application.pid();

			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> application.inTransaction(false, () -> {
					assertThat(application.pid()).isEqualTo(pid);
					await().until(() -> !isAlive(pid));
					return application.jdbc().queryForObject("SELECT 1", Integer.class);
				}))
				.satisfies((failure) -> assertThat(sqlState(failure)).isEqualTo("25P03"))
				.withMessageContaining("db.session.idle-in-transaction-timeout=200ms");

			assertThat(application.pid()).isNotEqualTo(pid);
			assertThat(application.count(ConnectionEvent.EVICTED)).isOne();
		}
	}

	@Test
	void letsCallerSeeWhatLostItsConnection() {
		try (JdbcApplication application = JdbcApplication.start(database.url(), PostgresServer.shared(), POOL)) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> application.inTransaction(false, () -> {
					terminate(application.pid());
					return application.pid();
				}))
				.satisfies((failure) -> assertThat(sqlState(failure)).isEqualTo("57P01"));
		}
	}

	@Test
	void doesNotCallTransactionRolledBackWhoseCommitHadNoAnswer() {
		AtomicInteger outcome = new AtomicInteger(-1);
		try (JdbcApplication application = JdbcApplication.start(database.url(), PostgresServer.shared(), POOL)) {
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> application.inTransaction(false, () -> {
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCompletion(int status) {
						outcome.set(status);
					}

				});
				terminate(application.pid());
				return 1;
			}));
		}
		assertThat(outcome).hasValue(TransactionSynchronization.STATUS_UNKNOWN);
	}

	@Test
	void startsWithoutServerAndWorksOnceItIsThere() {
		try (PostgresServer server = PostgresServer.startNew()) {
			server.stop();
			try (JdbcApplication application = JdbcApplication.start(server.jdbcUrl("postgres"), server, POOL)) {
				assertThat(application.count(ConnectionEvent.CONNECT_FAILED)).isZero();
				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> application.jdbc().queryForObject("SELECT 1", Integer.class));
				assertThat(application.count(ConnectionEvent.CONNECT_FAILED)).isPositive();

				server.start();

				assertThat(application.number("SELECT 1")).isOne();
			}
		}
	}

	private static void assertThatNothingIsLost(JdbcApplication application) {
		await().until(() -> application.snapshot().active() == 0);
		assertThat(application.snapshot().total()).isLessThanOrEqualTo(10);
		assertThat(borrowAll(application)).isEqualTo(10);
		await().until(() -> application.count(ConnectionEvent.CREATED)
				- application.count(ConnectionEvent.CLOSED) == application.snapshot().total());
	}

	private static int borrowAll(JdbcApplication application) {
		List<Connection> connections = new ArrayList<>();
		try {
			for (int i = 0; i < 10; i++) {
				Connection connection = application.pool().dataSource().getConnection();
				connections.add(connection);
				assertThat(connection.isValid(1)).isTrue();
			}
			return connections.size();
		}
		catch (SQLException ex) {
			throw new AssertionError("Only " + connections.size() + " connections could be borrowed", ex);
		}
		finally {
			connections.forEach(RecoveryIntegrationTests::close);
		}
	}

	private static void close(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
	}

	private static void terminate(int pid) {
		try (Connection connection = database.admin(); Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_terminate_backend(" + pid + ")");
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
		await().until(() -> !isAlive(pid));
	}

	private static int terminateOldest() throws SQLException {
		try (Connection connection = database.admin(); Statement statement = connection.createStatement()) {
			try (ResultSet rows = statement.executeQuery("""
					SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity
					WHERE datname = '%s' ORDER BY backend_start LIMIT 1) AS oldest
					""".formatted(database.url().substring(database.url().lastIndexOf('/') + 1)))) {
				rows.next();
				return rows.getInt(1);
			}
		}
	}

	private static boolean isAlive(int pid) throws SQLException {
		try (Connection connection = database.admin(); Statement statement = connection.createStatement()) {
			try (ResultSet rows = statement
				.executeQuery("SELECT count(*) > 0 FROM pg_stat_activity WHERE pid = " + pid)) {
				rows.next();
				return rows.getBoolean(1);
			}
		}
	}

	private static String sqlState(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException error && error.getSQLState() != null) {
				return error.getSQLState();
			}
		}
		return "none: " + failure;
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20));
	}

	/**
	 * The servers that are killed.
	 */
	enum Product {

		POSTGRESQL(() -> PostgresServer.startNew("max_connections=30"), "postgres"),
		MARIADB(() -> MariaDbServer.startNew("max_connections=30"), "test_recovery?createDatabaseIfNotExist=true");

		private final Supplier<RelationalServer> starter;

		private final String database;

		Product(Supplier<RelationalServer> starter, String database) {
			this.starter = starter;
			this.database = database;
		}

		RelationalServer start() {
			return this.starter.get();
		}

		String url(RelationalServer server) {
			return server.jdbcUrl(this.database);
		}

	}

}

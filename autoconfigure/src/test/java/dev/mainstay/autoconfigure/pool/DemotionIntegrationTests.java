package dev.mainstay.autoconfigure.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionSystemException;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.testsupport.MariaDbServer;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.PostgresStandby;
import dev.mainstay.testsupport.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the renewal of connections that lead to a server which takes no more writes.
 */
class DemotionIntegrationTests {

	private static final int SIZE = 5;

	private static final String[] POOL = { "db.pool.size=" + SIZE, "db.pool.max-overflow=0", "db.pool.timeout=5s" };

	@Test
	void leavesStandbyOnceThereIsPrimaryAgain() throws SQLException {
		try (PostgresStandby pair = PostgresStandby.startWithPrimary(); TcpProxy proxy = TcpProxy.to(pair.primary())) {
			String url = proxy.through(pair.primary().jdbcUrl("postgres"));
			try (JdbcApplication application = JdbcApplication.start(url, pair.primary(), POOL)) {
				application.jdbc().execute("CREATE TABLE note (text TEXT)");
				pair.awaitStreaming();
				awaitFull(application);
				proxy.retarget(pair.server());
				application.pool().renew();
				await().until(() -> application.count(ConnectionEvent.CREATED) >= 2 * SIZE);
				Set<Integer> toStandby = awaitFull(application);

				proxy.retarget(pair.primary());
				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> application.inTransaction(false, () -> insert(application)))
					.isNotInstanceOf(TransactionSystemException.class)
					.withMessageContaining("cannot execute INSERT in a read-only transaction");

				assertThat(insert(application)).isOne();
				await().untilAsserted(() -> assertThat(awaitFull(application)).doesNotContainAnyElementsOf(toStandby));
				assertThat(application.count(ConnectionEvent.DEMOTED)).isOne();
			}
		}
	}

	@Test
	void writesAgainSoonAfterStandbyWasPromoted() throws SQLException {
		try (PostgresStandby pair = PostgresStandby.startWithPrimary(); TcpProxy proxy = TcpProxy.to(pair.primary())) {
			String url = proxy.through(pair.primary().jdbcUrl("postgres"));
			try (JdbcApplication application = JdbcApplication.start(url, pair.primary(), POOL)) {
				application.jdbc().execute("CREATE TABLE note (text TEXT)");
				pair.awaitStreaming();
				proxy.retarget(pair.server());
				pair.primary().kill();
				await().until(() -> refused(application).equals("25006"));
				for (int i = 0; i < 3 * SIZE; i++) {
					assertThat(refused(application)).isEqualTo("25006");
				}
				long renewed = application.count(ConnectionEvent.CREATED);
				assertThat(renewed).isLessThan(6 * SIZE);

				pair.promote();
				long promoted = System.nanoTime();
				writeUntilAccepted(application);

				assertThat(Duration.ofNanos(System.nanoTime() - promoted)).isLessThan(Duration.ofSeconds(5));
			}
		}
	}

	@Test
	void keepsConnectionsWhenReadOnlyTransactionsWrite() {
		PostgresServer server = PostgresServer.shared();
		try (JdbcApplication application = JdbcApplication.start(server.jdbcUrl("postgres"), server, POOL)) {
			Set<Integer> before = awaitFull(application);

			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> application.inTransaction(true, () -> write(application)))
				.satisfies((failure) -> assertThat(rootState(failure)).isEqualTo("25006"));
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> application.inTransaction(false, () -> {
					application.jdbc().execute("SET TRANSACTION READ ONLY");
					return write(application);
				}))
				.satisfies((failure) -> assertThat(rootState(failure)).isEqualTo("25006"));

			assertThat(awaitFull(application)).isEqualTo(before);
			assertThat(application.count(ConnectionEvent.DEMOTED)).isZero();
			assertThat(application.count(ConnectionEvent.EVICTED)).isZero();
		}
	}

	@Test
	void leavesMariaDbThatBecameReadOnly() throws SQLException {
		try (MariaDbServer server = MariaDbServer.startNew()) {
			administrate(server, "CREATE DATABASE demotion", "CREATE TABLE demotion.note (text VARCHAR(10))",
					"CREATE USER ordinary IDENTIFIED BY 'secret'", "GRANT ALL ON demotion.* TO ordinary");
			try (JdbcApplication application = JdbcApplication.start(
					"spring.datasource.url=" + server.jdbcUrl("demotion"), "spring.datasource.username=ordinary",
					"spring.datasource.password=secret", "db.pool.size=3", "db.pool.max-overflow=0")) {
				Set<Integer> before = awaitFull(application);
				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> application.inTransaction(true, () -> insert(application)))
					.satisfies((failure) -> assertThat(rootCode(failure)).isEqualTo(1792));
				assertThat(awaitFull(application)).isEqualTo(before);
				assertThat(application.count(ConnectionEvent.EVICTED)).isZero();

				administrate(server, "SET GLOBAL read_only = 1");
				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> application.inTransaction(false, () -> insert(application)))
					.isNotInstanceOf(TransactionSystemException.class)
					.satisfies((failure) -> assertThat(rootCode(failure)).isEqualTo(1290));

				assertThat(application.count(ConnectionEvent.DEMOTED)).isOne();
				assertThat(application.count(ConnectionEvent.EVICTED)).isOne();
				await().untilAsserted(() -> assertThat(awaitFull(application)).doesNotContainAnyElementsOf(before));
				administrate(server, "SET GLOBAL read_only = 0");
				assertThat(insert(application)).isOne();
			}
		}
	}

	private static int write(JdbcApplication application) {
		return application.jdbc().update("CREATE TABLE never_made (id INT)");
	}

	private static int insert(JdbcApplication application) {
		return application.jdbc().update("INSERT INTO note VALUES ('here')");
	}

	private static String refused(JdbcApplication application) {
		try {
			insert(application);
			return "";
		}
		catch (DataAccessException ex) {
			return rootState(ex);
		}
	}

	private static void writeUntilAccepted(JdbcApplication application) {
		await().until(() -> refused(application).isEmpty());
	}

	// The pool is full again; returns the sessions in it.
	private static Set<Integer> awaitFull(JdbcApplication application) {
		int size = application.snapshot().maximum();
		List<Connection> borrowed = new ArrayList<>();
		Set<Integer> sessions = new TreeSet<>();
		try {
			while (borrowed.size() < size) {
				Connection connection = application.pool().dataSource().getConnection();
				borrowed.add(connection);
				sessions.add(session(connection));
			}
			return sessions;
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
		finally {
			borrowed.forEach(DemotionIntegrationTests::giveBack);
		}
	}

	private static int session(Connection connection) throws SQLException {
		String function = connection.getMetaData().getDatabaseProductName().startsWith("PostgreSQL") ? "pg_backend_pid"
				: "connection_id";
		try (Statement statement = connection.createStatement();
				var rows = statement.executeQuery("SELECT " + function + "()")) {
			rows.next();
			return rows.getInt(1);
		}
	}

	private static void giveBack(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
	}

	private static void administrate(MariaDbServer server, String... statements) throws SQLException {
		try (Connection connection = server.admin(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private static String rootState(Throwable failure) {
		return String.valueOf(root(failure).getSQLState());
	}

	private static int rootCode(Throwable failure) {
		return root(failure).getErrorCode();
	}

	private static SQLException root(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException error) {
				return error;
			}
		}
		throw new AssertionError("No database error", failure);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20));
	}

}

package dev.mainstay.autoconfigure.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.endpoint.DatabaseReconnectEndpoint;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what is counted of the connections of a running application, and for their
 * renewal on demand.
 */
class ConnectionEventsIntegrationTests {

	@Test
	void countsWhatServerDoesToConnections() {
		try (PostgresServer server = PostgresServer.startNew();
				JdbcApplication application = JdbcApplication.start(server.jdbcUrl("postgres"), server,
						"db.pool.size=2", "db.pool.max-overflow=0", "db.pool.timeout=500ms")) {
			query(application);
			await().until(() -> application.snapshot().idle() == 2);
			assertCounts(application, Map.of(ConnectionEvent.CREATED, 2L));
			long rested = System.nanoTime();
			server.kill();
			// HikariCP tests what has rested for longer than half a second.
			await().until(() -> System.nanoTime() - rested > Duration.ofMillis(600).toNanos());

			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> query(application));

			await().until(() -> application.count(ConnectionEvent.CLOSED) == 2);
			assertThat(application.count(ConnectionEvent.CONNECT_FAILED)).isPositive();
			Map<ConnectionEvent, Long> expected = new EnumMap<>(Map.of(ConnectionEvent.CREATED, 2L,
					ConnectionEvent.CLOSED, 2L, ConnectionEvent.STALE, 2L, ConnectionEvent.ACQUIRE_TIMEOUT, 1L));
			expected.put(ConnectionEvent.CONNECT_FAILED, application.count(ConnectionEvent.CONNECT_FAILED));
			assertCounts(application, expected);
		}
	}

	@Test
	void countsThoseWhoWaitInVain() throws SQLException {
		PostgresServer server = PostgresServer.shared();
		try (JdbcApplication application = JdbcApplication.start(server.jdbcUrl("postgres"), server, "db.pool.size=1",
				"db.pool.max-overflow=0", "db.pool.timeout=300ms")) {
			try (Connection lent = application.context().getBean(DataSource.class).getConnection()) {
				assertThat(lent.isValid(1)).isTrue();

				assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> query(application))
					.withRootCauseInstanceOf(SQLTransientConnectionException.class);
			}

			assertCounts(application, Map.of(ConnectionEvent.CREATED, 1L, ConnectionEvent.ACQUIRE_TIMEOUT, 1L,
					ConnectionEvent.EXHAUSTED, 1L));
		}
	}

	@Test
	void renewsConnectionsWithoutDisturbingWork() {
		PostgresServer server = PostgresServer.shared();
		try (JdbcApplication application = JdbcApplication.start(server.jdbcUrl("postgres"), server, "db.pool.size=3",
				"db.pool.max-overflow=0")) {
			application.jdbc().execute("CREATE TABLE renewed (pid INT)");
			await().until(() -> application.snapshot().idle() == 3);
			DatabaseReconnectEndpoint endpoint = new DatabaseReconnectEndpoint(
					application.context().getBean(ManagedPools.class));

			Integer pid = application.inTransaction(false, () -> {
				application.jdbc().execute("INSERT INTO renewed VALUES (pg_backend_pid())");
				assertThat(endpoint.reconnect(null).renewing()).containsExactly(Map.entry("dataSource", 3));
				application.jdbc().execute("INSERT INTO renewed VALUES (pg_backend_pid())");
				return application.pid();
			});

			assertThat(application.jdbc().queryForList("SELECT pid FROM renewed", Integer.class)).containsExactly(pid,
					pid);
			await().untilAsserted(() -> assertThat(application.count(ConnectionEvent.CLOSED)).isEqualTo(3));
			Set<Integer> after = new HashSet<>();
			for (int i = 0; i < 10; i++) {
				after.add(application.pid());
			}
			assertThat(after).doesNotContain(pid);
			await().until(() -> application.snapshot().total() == 3);
			application.jdbc().execute("DROP TABLE renewed");
		}
	}

	private static void query(JdbcApplication application) {
		application.jdbc().queryForObject("SELECT 1", Integer.class);
	}

	private static void assertCounts(JdbcApplication application, Map<ConnectionEvent, Long> expected) {
		MeterRegistry registry = application.context().getBean(MeterRegistry.class);
		for (ConnectionEvent event : ConnectionEvent.values()) {
			FunctionCounter meter = registry.get("db.connection.events")
				.tag("pool", "dataSource")
				.tag("event", event.id())
				.functionCounter();
			assertThat(application.count(event)).as(event.id()).isEqualTo(expected.getOrDefault(event, 0L));
			assertThat((long) meter.count()).as("meter of " + event.id()).isEqualTo(expected.getOrDefault(event, 0L));
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20));
	}

}

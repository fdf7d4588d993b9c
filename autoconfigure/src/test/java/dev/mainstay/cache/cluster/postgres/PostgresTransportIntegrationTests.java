package dev.mainstay.cache.cluster.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.cache.cluster.ClusterNode;
import dev.mainstay.cache.cluster.TestSideConnections;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresTransport} with two instances and a real server.
 */
@ExtendWith(OutputCaptureExtension.class)
class PostgresTransportIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private final List<ClusterNode> nodes = new ArrayList<>();

	@AfterEach
	void closeAll() {
		this.nodes.forEach(ClusterNode::close);
	}

	@Test
	void tellsAnotherInstanceOfAChange() {
		ClusterNode first = node(database.url());
		ClusterNode second = node(database.url());
		ClusterNode.awaitServing(first, second);
		ClusterNode.Read recipe = second.read("recipe");
		ClusterNode.Read step = second.read("step");

		first.versions().changed(Set.of("recipe"));

		Awaitility.await().until(() -> !recipe.isCurrent());
		assertThat(step.isCurrent()).isTrue();
		assertThat(first.statistics().failed()).isZero();
		assertThat(first.statistics().roundTrip()).isNotNull();
	}

	@Test
	void saysAnythingWhereTheNamesDoNotFit() {
		ClusterNode first = node(database.url());
		ClusterNode second = node(database.url());
		ClusterNode.awaitServing(first, second);
		ClusterNode.Read other = second.read("other");

		first.versions().changed(Set.of("ü".repeat(4000)));

		Awaitility.await().until(() -> !other.isCurrent());
		assertThat(first.statistics().failed()).isZero();
	}

	@Test
	void readsEverythingAgainWhenItsSessionsWereEnded() throws SQLException {
		ClusterNode first = node(database.url());
		ClusterNode second = node(database.url());
		ClusterNode.awaitServing(first, second);
		ClusterNode.Read read = second.read("recipe");

		end("LISTEN%");
		Awaitility.await().until(() -> second.statistics().reconnects() > 0);
		ClusterNode.awaitServing(first, second);
		assertThat(read.isCurrent()).isFalse();

		end("%pg_notify%");
		ClusterNode.Read another = second.read("recipe");
		first.versions().changed(Set.of("recipe"));
		Awaitility.await().until(() -> !another.isCurrent());
		ClusterNode.awaitServing(first, second);
	}

	@Test
	void servesNothingWhileTheNetworkIsSilent(CapturedOutput output) {
		try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared())) {
			ClusterNode first = node(database.url());
			ClusterNode second = node(proxy.through(database.url()));
			ClusterNode.awaitServing(first, second);
			ClusterNode.Read read = second.read("recipe");

			proxy.blackHole();
			Awaitility.await().until(() -> !second.read("recipe").isCurrent());
			// Who is there does not know whether the other one changes something.
			Awaitility.await().until(() -> !first.read("recipe").isCurrent());
			first.versions().changed(Set.of("recipe"));

			proxy.passThrough();
			ClusterNode.awaitServing(first, second);
			assertThat(read.isCurrent()).isFalse();

			proxy.cut();
			second.versions().changed(Set.of("step"));
			Awaitility.await().until(() -> second.statistics().owed() == 0);
			ClusterNode.awaitServing(first, second);
		}
		assertThat(output).contains("cannot be told of changes through channel 'mainstay_cache'");
	}

	@Test
	void startsWithoutAServerAndSurvivesItsRestarts() {
		try (PostgresServer server = PostgresServer.startNew()) {
			String url = server.jdbcUrl("postgres");
			server.stop();
			ClusterNode first = node(url, server.username(), server.password());
			ClusterNode second = node(url, server.username(), server.password());
			first.versions().changed(Set.of("recipe"));
			assertThat(first.read("recipe").isCurrent()).isFalse();

			server.start();
			ClusterNode.awaitServing(first, second);
			ClusterNode.Read read = second.read("recipe");

			server.kill();
			first.versions().changed(Set.of("recipe"));
			Awaitility.await().until(() -> !read.isCurrent());
			server.start();
			ClusterNode.awaitServing(first, second);
			assertThat(read.isCurrent()).isFalse();
			close();
		}
	}

	@Test
	void staysConnectedWhereIdleSessionsAreEnded() throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("do $$ begin execute format('alter database %I set idle_session_timeout = ''300ms''', "
					+ "current_database()); end $$");
		}
		ClusterNode first = node(database.url());
		ClusterNode.awaitServing(first);
		long published = first.statistics().published();

		Awaitility.await().until(() -> first.statistics().published() > published + 10);

		assertThat(first.statistics().reconnects()).isZero();
		assertThat(first.statistics().owed()).isZero();
	}

	@Test
	void anotherProcessIsHeardUntilItDies() throws Exception {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("create table counter as select 0 as value");
			ClusterNode node = node(database.url());
			try (WriterProcess writer = WriterProcess.start(database)) {
				node.awaitServing(1);
				for (int i = 1; i <= 30; i++) {
					ClusterNode.Read read = node.read("counter");
					assertThat(value(statement)).isEqualTo(i - 1);

					writer.write();

					Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> !read.isCurrent());
				}
				assertThat(node.statistics().gaps()).isZero();
				assertThat(node.isServing()).isTrue();

				ClusterNode.Read last = node.read("counter");
				writer.kill();
				Awaitility.await().until(() -> !node.isServing());
				assertThat(node.statistics().members()).isEqualTo(1);
				node.awaitServing(0);
				assertThat(last.isCurrent()).isFalse();
			}
		}
	}

	private static int value(Statement statement) throws SQLException {
		try (ResultSet rows = statement.executeQuery("select value from counter")) {
			rows.next();
			return rows.getInt(1);
		}
	}

	private void close() {
		closeAll();
		this.nodes.clear();
	}

	private static void end(String query) throws SQLException {
		try (Connection connection = database.connect();
				var statement = connection.prepareStatement("select count(pg_terminate_backend(pid)) from "
						+ "pg_stat_activity where datname = current_database() and query ilike ? "
						+ "and pid <> pg_backend_pid()")) {
			statement.setString(1, query);
			statement.execute();
		}
	}

	private ClusterNode node(String url) {
		return node(url, database.username(), database.password());
	}

	private ClusterNode node(String url, String username, String password) {
		SideConnections connections = new TestSideConnections(url, username, password);
		ClusterNode node = new ClusterNode((settings) -> new PostgresTransport(connections, "dataSource", settings));
		this.nodes.add(node);
		return node;
	}

}

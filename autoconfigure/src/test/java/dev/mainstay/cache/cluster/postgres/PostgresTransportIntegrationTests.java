package dev.mainstay.cache.cluster.postgres;

import java.sql.Connection;
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

import dev.mainstay.cache.cluster.ClusterInvalidation;
import dev.mainstay.cache.cluster.ClusterSettings;
import dev.mainstay.cache.cluster.TestSideConnections;
import dev.mainstay.cache.version.Tag;
import dev.mainstay.cache.version.TagVersions;
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

	private final List<ClusterInvalidation> clusters = new ArrayList<>();

	@AfterEach
	void closeAll() {
		this.clusters.forEach(ClusterInvalidation::close);
	}

	@Test
	void tellsAnotherInstanceOfAChange() {
		Node first = node(database.url());
		Node second = node(database.url());
		serving(first, second);
		Read recipe = second.read("recipe");
		Read step = second.read("step");

		first.versions.changed(Set.of("recipe"));

		Awaitility.await().until(() -> !recipe.isCurrent());
		assertThat(step.isCurrent()).isTrue();
		assertThat(first.cluster.statistics().failed()).isZero();
		assertThat(first.cluster.statistics().roundTrip()).isNotNull();
	}

	@Test
	void saysAnythingWhereTheNamesDoNotFit() {
		Node first = node(database.url());
		Node second = node(database.url());
		serving(first, second);
		Read other = second.read("other");

		first.versions.changed(Set.of("ü".repeat(4000)));

		Awaitility.await().until(() -> !other.isCurrent());
		assertThat(first.cluster.statistics().failed()).isZero();
	}

	@Test
	void readsEverythingAgainWhenItsSessionsWereEnded() throws SQLException {
		Node first = node(database.url());
		Node second = node(database.url());
		serving(first, second);
		Read read = second.read("recipe");

		end("LISTEN%");
		Awaitility.await().until(() -> second.cluster.statistics().reconnects() > 0);
		serving(first, second);
		assertThat(read.isCurrent()).isFalse();

		end("%pg_notify%");
		Read another = second.read("recipe");
		first.versions.changed(Set.of("recipe"));
		Awaitility.await().until(() -> !another.isCurrent());
		serving(first, second);
	}

	@Test
	void servesNothingWhileTheNetworkIsSilent(CapturedOutput output) {
		try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared())) {
			Node first = node(database.url());
			Node second = node(proxy.through(database.url()));
			serving(first, second);
			Read read = second.read("recipe");

			proxy.blackHole();
			Awaitility.await().until(() -> !second.read("recipe").isCurrent());
			// Who is there does not know whether the other one changes something.
			Awaitility.await().until(() -> !first.read("recipe").isCurrent());
			first.versions.changed(Set.of("recipe"));

			proxy.passThrough();
			serving(first, second);
			assertThat(read.isCurrent()).isFalse();

			proxy.cut();
			second.versions.changed(Set.of("step"));
			Awaitility.await().until(() -> second.cluster.statistics().owed() == 0);
			serving(first, second);
		}
		assertThat(output).contains("cannot be told of changes through channel 'mainstay_cache'");
	}

	@Test
	void startsWithoutAServerAndSurvivesItsRestarts() {
		try (PostgresServer server = PostgresServer.startNew()) {
			String url = server.jdbcUrl("postgres");
			server.stop();
			Node first = node(url, server.username(), server.password());
			Node second = node(url, server.username(), server.password());
			first.versions.changed(Set.of("recipe"));
			assertThat(first.read("recipe").isCurrent()).isFalse();

			server.start();
			serving(first, second);
			Read read = second.read("recipe");

			server.kill();
			first.versions.changed(Set.of("recipe"));
			Awaitility.await().until(() -> !read.isCurrent());
			server.start();
			serving(first, second);
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
		Node first = node(database.url());
		serving(first);
		long published = first.cluster.statistics().published();

		Awaitility.await().until(() -> first.cluster.statistics().published() > published + 10);

		assertThat(first.cluster.statistics().reconnects()).isZero();
		assertThat(first.cluster.statistics().owed()).isZero();
	}

	private void close() {
		closeAll();
		this.clusters.clear();
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

	private static void serving(Node... nodes) {
		for (Node node : nodes) {
			Awaitility.await()
				.until(() -> node.read("recipe").isCurrent()
						&& node.cluster.statistics().members() == nodes.length - 1);
		}
	}

	private Node node(String url) {
		return node(url, database.username(), database.password());
	}

	private Node node(String url, String username, String password) {
		SideConnections connections = new TestSideConnections(url, username, password);
		TagVersions versions = new TagVersions(System::nanoTime);
		ClusterInvalidation cluster = ClusterInvalidation.of(versions,
				new PostgresTransport(connections, "dataSource", SETTINGS), SETTINGS, System::nanoTime);
		this.clusters.add(cluster);
		cluster.start();
		return new Node(versions, cluster);
	}

	private static final ClusterSettings SETTINGS = new ClusterSettings() {

		@Override
		public Duration beatInterval() {
			return Duration.ofMillis(200);
		}

	};

	/**
	 * An instance of an application.
	 */
	private record Node(TagVersions versions, ClusterInvalidation cluster) {

		Read read(String tag) {
			return new Read(this.versions, new Tag[] { this.versions.tag(tag) }, this.versions.stamp());
		}

	}

	/**
	 * An answer that was read.
	 */
	private record Read(TagVersions versions, Tag[] dependencies, long stamp) {

		boolean isCurrent() {
			return this.versions.isCurrent(this.dependencies, this.stamp);
		}

	}

}

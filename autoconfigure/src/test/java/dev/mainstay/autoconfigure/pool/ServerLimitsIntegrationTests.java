package dev.mainstay.autoconfigure.pool;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.pool.ServerLimitsCheck;
import dev.mainstay.testsupport.MariaDbServer;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.RelationalServer;
import dev.mainstay.testsupport.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerLimitsCheck} in a running application.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServerLimitsIntegrationTests {

	private static PostgresServer small;

	@BeforeAll
	static void startServer() {
		small = PostgresServer.startNew("max_connections=20");
	}

	@AfterAll
	static void stopServer() {
		small.close();
	}

	@Test
	void warnsOnceWhenInstancesMayOpenMoreThanServerTakes(CapturedOutput output) {
		try (JdbcApplication application = start(small, "postgres", "db.pool.size=10", "db.pool.max-overflow=0",
				"db.pool.expected-instances=3")) {
			assertThat(output).doesNotContain("WARN");
			query(application);

			await().until(() -> output.getOut().contains("may open 30 connections (60 while a deployment runs"));
			query(application);

			assertThat(findings(application)).singleElement()
				.asString()
				.startsWith("3 instance(s) with up to 10 connections each")
				.contains("but the server takes 17.", "db.pool.expected-instances");
			assertThat(output.getOut()).containsOnlyOnce("WARN").contains("db-checks-1");
		}
	}

	@Test
	void saysNothingWhenAllFits(CapturedOutput output) {
		try (JdbcApplication application = start(small, "postgres", "db.pool.size=10", "db.pool.max-overflow=7")) {
			query(application);

			awaitEndOfCheck(output);
			assertThat(findings(application)).isEmpty();
			assertThat(output).doesNotContain("WARN");
		}
	}

	@Test
	void opensNoConnectionAsLongAsApplicationOpensNone() throws SQLException {
		try (JdbcApplication application = start(small, "postgres")) {
			assertThat(application.snapshot().total()).isZero();
			try (Connection connection = small.admin();
					Statement statement = connection.createStatement();
					ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_stat_activity "
							+ "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
				rows.next();
				assertThat(rows.getInt(1)).isZero();
			}
		}
	}

	@Test
	void sumsPoolsOfSameServer(CapturedOutput output) throws SQLException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(TwoPools.class)
			.web(WebApplicationType.NONE)
			.run("--db.pool.size=9", "--db.pool.max-overflow=0", "--logging.level.dev.mainstay.pool=debug")) {
			// Not the first by name, and the only one that is used.
			try (Connection connection = context.getBean("second", HikariDataSource.class).getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
			}
			await().until(() -> output.getOut().contains("1 instance(s) with up to 18 connections each"));
			try (Connection connection = context.getBean("first", HikariDataSource.class).getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
			}
			await().until(() -> output.getOut().contains("Pool 'first': the server's limits were read"));
			assertThat(context.getBean(ServerFindings.class).sentences()).hasSize(1);
			assertThat(output.getOut()).containsOnlyOnce("instance(s) with up to");
		}
	}

	@Test
	void warnsOfServerThatEndsRestingSessions(CapturedOutput output) throws SQLException {
		try (Connection connection = small.admin(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE impatient");
			statement.execute("ALTER DATABASE impatient SET idle_session_timeout = '90s'");
		}
		try (JdbcApplication application = start(small, "impatient", "db.pool.size=5", "db.pool.max-overflow=0")) {
			query(application);

			await().until(() -> !findings(application).isEmpty());
			assertThat(findings(application)).singleElement()
				.asString()
				.startsWith("The server ends sessions that rest for 90s (idle_session_timeout)")
				.contains("kept alive only every 2m");
		}
	}

	@Test
	void warnsOfMariaDbThatEndsRestingSessions() {
		try (MariaDbServer server = MariaDbServer.startNew("wait_timeout=60");
				JdbcApplication application = start(server, "mysql", "db.pool.size=5", "db.pool.max-overflow=0")) {
			query(application);

			await().until(() -> !findings(application).isEmpty());
			assertThat(findings(application)).singleElement()
				.asString()
				.startsWith("The server ends sessions that rest for 60s (wait_timeout)");
		}
	}

	@Test
	void givesUpSoonWhenServerDoesNotAnswer() {
		try (TcpProxy proxy = TcpProxy.to(small)) {
			String url = proxy.through(small.jdbcUrl("postgres")) + "?socketTimeout=60";
			try (JdbcApplication application = JdbcApplication.start(url, small, "db.pool.size=1",
					"db.pool.max-overflow=0")) {
				proxy.blackHole();
				long before = System.nanoTime();

				assertThat(application.context().getBean(ServerLimitsCheck.class).check(application.pool())).isEmpty();

				assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
			}
		}
	}

	private static JdbcApplication start(RelationalServer server, String database, String... properties) {
		String[] all = new String[properties.length + 1];
		System.arraycopy(properties, 0, all, 1, properties.length);
		all[0] = "logging.level.dev.mainstay.pool=debug";
		return JdbcApplication.start(server.jdbcUrl(database), server, all);
	}

	private static Collection<String> findings(JdbcApplication application) {
		return application.context().getBean(ServerFindings.class).sentences();
	}

	private static void query(JdbcApplication application) {
		application.jdbc().queryForObject("SELECT 1", Integer.class);
	}

	private static void awaitEndOfCheck(CapturedOutput output) {
		await().until(() -> output.getOut().contains("the server's limits were read"));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DatabasePoolAutoConfiguration.class)
	static class TwoPools {

		@Bean
		HikariDataSource first() {
			return dataSource();
		}

		@Bean
		HikariDataSource second() {
			return dataSource();
		}

		private static HikariDataSource dataSource() {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl(small.jdbcUrl("postgres"));
			dataSource.setUsername(small.username());
			dataSource.setPassword(small.password());
			return dataSource;
		}

	}

}

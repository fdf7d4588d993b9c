package dev.mainstay.autoconfigure.pool.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.pool.session.SessionGuard;
import dev.mainstay.pool.session.SessionGuards;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SessionGuards} on H2.
 */
@ExtendWith(OutputCaptureExtension.class)
class H2GuardsIntegrationTests extends AbstractGuardTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private static final String LIMITS = """
			SELECT (SELECT setting_value FROM information_schema.settings WHERE setting_name = 'QUERY_TIMEOUT') \
			|| ' ' || lock_timeout()""";

	private static final String SLOW = "SELECT count(*) FROM system_range(1, 1000000) a, system_range(1, 1000000) b";

	private final ApplicationContextRunner runner = with(database);

	@BeforeAll
	static void createTables() throws SQLException {
		try (Connection connection = database.connect()) {
			execute(connection, "CREATE TABLE meal (id int PRIMARY KEY, name text)");
			execute(connection, "INSERT INTO meal VALUES (1, 'soup')");
		}
	}

	@Test
	void guardsEveryConnectionByDefault() {
		this.runner
			.run((context) -> assertThat(onEveryConnection(context, LIMITS)).hasSize(SIZE).containsOnly("30000 10000"));
	}

	@Test
	void leavesTheParametersInTheUrlAlone() {
		at(database.url() + ";LOCK_TIMEOUT=700;query_timeout=800").withPropertyValues("spring.datasource.username=sa")
			.run((context) -> {
				assertThat(onEveryConnection(context, LIMITS)).containsOnly("800 700");
				assertThat(pool(context).sessionPlan().applied()).isEmpty();
			});
	}

	@Test
	void leavesTheServersOwnValuesWhenSwitchedOff() throws SQLException {
		try (Connection plain = database.connect()) {
			String own = ask(plain, LIMITS);
			this.runner.withPropertyValues("db.session.enabled=false")
				.run((context) -> assertThat(onEveryConnection(context, LIMITS)).containsOnly(own));
		}
	}

	@Test
	void saysWhatH2DoesNotHave() {
		this.runner.withPropertyValues("spring.application.name=meals")
			.run((context) -> assertThat(pool(context).sessionPlan().leftOut()).containsOnlyKeys(
					SessionGuard.IDLE_IN_TRANSACTION_TIMEOUT, SessionGuard.MAX_AGE, SessionGuard.JIT,
					SessionGuard.APPLICATION_NAME));
	}

	@Test
	void saysAtTheStartWhatHoldsAndWhatDoesNot(CapturedOutput output) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(StartedApplication.class)
			.web(WebApplicationType.NONE)
			.run("--spring.datasource.url=" + database.url(), "--spring.datasource.username=sa",
					"--spring.main.banner-mode=off")) {
			assertThat(context.isActive()).isTrue();
			assertThat(output).contains("db.session.statement-timeout (QUERY_TIMEOUT=30000ms)",
					"no guard:   db.session.idle-in-transaction-timeout (H2 has none)");
		}
	}

	@Test
	void explainsAStatementTimeout() {
		this.runner.withPropertyValues("db.session.statement-timeout=200ms").run((context) -> {
			assertThatExceptionOfType(QueryTimeoutException.class)
				.isThrownBy(() -> context.getBean(JdbcTemplate.class).execute(SLOW))
				.withMessageContaining("db.session.statement-timeout=200ms");
			try (Connection connection = connection(context)) {
				assertError(failure(() -> execute(connection, SLOW))).isInstanceOf(SQLTimeoutException.class);
				assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
			}
		});
	}

	@Test
	void doesNotBlameTheGuardForTheTimeoutOfAStatementOfItsOwn() {
		this.runner.run((context) -> {
			try (Connection connection = connection(context); Statement statement = connection.createStatement()) {
				statement.setQueryTimeout(1);

				assertError(failure(() -> statement.execute(SLOW))).message().doesNotContain("db.session");
			}
		});
	}

	@Test
	void doesNotBlameTheGuardForACancelByTheApplication() {
		this.runner.run((context) -> {
			try (Connection connection = connection(context);
					Connection admin = database.admin();
					Statement statement = connection.createStatement()) {
				CompletableFuture<SQLException> failure = CompletableFuture
					.supplyAsync(() -> failure(() -> statement.execute(SLOW)));
				await().until(() -> ask(admin, """
						SELECT count(*) FROM information_schema.sessions \
						WHERE executing_statement LIKE 'SELECT count(*) FROM system_range%'""").equals("1"));
				statement.cancel();

				assertError(failure.join()).message().doesNotContain("db.session");
			}
		});
	}

	@Test
	void explainsALockTimeout() {
		this.runner.withPropertyValues("db.session.lock-timeout=200ms").run((context) -> {
			try (Connection holder = database.connect(); Connection connection = connection(context)) {
				holder.setAutoCommit(false);
				execute(holder, "UPDATE meal SET name = 'hot soup' WHERE id = 1");

				assertError(failure(() -> execute(connection, "UPDATE meal SET name = 'cold soup' WHERE id = 1")))
					.hasMessageContaining("db.session.lock-timeout=200ms");
				holder.rollback();
			}
		});
	}

	private static Connection connection(ApplicationContext context) throws SQLException {
		return context.getBean(DataSource.class).getConnection();
	}

	@ImportAutoConfiguration({ DatabasePoolAutoConfiguration.class, DataSourceAutoConfiguration.class })
	static class StartedApplication {

	}

}

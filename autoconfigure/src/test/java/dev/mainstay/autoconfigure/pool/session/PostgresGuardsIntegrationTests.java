package dev.mainstay.autoconfigure.pool.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.session.SessionGuard;
import dev.mainstay.pool.session.SessionGuards;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SessionGuards} that ask PostgreSQL what holds in its sessions.
 */
class PostgresGuardsIntegrationTests extends AbstractGuardTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static final String LIMITS = """
			SELECT concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'), \
			current_setting('idle_in_transaction_session_timeout'), current_setting('jit'), \
			current_setting('transaction_timeout', true))""";

	private static final String TRANSACTIONS_AT_REST = """
			SELECT count(*) FROM pg_stat_activity \
			WHERE datname = '%s' AND pid <> pg_backend_pid() AND state <> 'idle'""";

	private final ApplicationContextRunner runner = with(database);

	@Test
	void guardsEveryConnectionByDefault() {
		String newer = hasTransactionTimeout() ? " 30min" : "";
		this.runner.run((context) -> assertThat(onEveryConnection(context, LIMITS)).hasSize(SIZE)
			.containsOnly("30s 10s 1min off" + newer));
	}

	@Test
	void guardsEveryConnectionAsConfigured() {
		String newer = hasTransactionTimeout() ? " 5s" : "";
		this.runner
			.withPropertyValues("db.session.statement-timeout=1500ms", "db.session.lock-timeout=2",
					"db.session.idle-in-transaction-timeout=3s", "db.session.max-age=5s", "db.session.jit=true")
			.run((context) -> assertThat(onEveryConnection(context, LIMITS)).containsOnly("1500ms 2s 3s on" + newer));
	}

	@Test
	void leavesTheServersOwnValuesWhenSwitchedOff() {
		String newer = hasTransactionTimeout() ? " 0" : "";
		this.runner.withPropertyValues("db.session.enabled=false")
			.run((context) -> assertThat(onEveryConnection(context, LIMITS)).containsOnly("0 0 0 on" + newer));
	}

	@Test
	void leavesTheServersOwnValueOfASingleGuard() {
		String newer = hasTransactionTimeout() ? " 30min" : "";
		this.runner.withPropertyValues("db.session.statement-timeout=0")
			.run((context) -> assertThat(onEveryConnection(context, LIMITS)).containsOnly("0 10s 1min off" + newer));
	}

	@Test
	void callsItselfByTheNameOfTheApplication() {
		this.runner.withPropertyValues("spring.application.name=meal planner")
			.run((context) -> assertThat(onEveryConnection(context, "SHOW application_name"))
				.containsOnly("meal planner"));
	}

	@Test
	void callsItselfByTheNameGivenToTheGuards() {
		this.runner.withPropertyValues("spring.application.name=meals", "db.session.application-name=kitchen")
			.run((context) -> assertThat(onEveryConnection(context, "SHOW application_name")).containsOnly("kitchen"));
	}

	@Test
	void leavesTheNameInTheUrlAlone() {
		at(database.url() + "?ApplicationName=by-url")
			.withPropertyValues("spring.datasource.username=" + database.username(),
					"spring.datasource.password=" + database.password(), "db.session.application-name=kitchen")
			.run((context) -> {
				assertThat(onEveryConnection(context, "SHOW application_name")).containsOnly("by-url");
				assertThat(pool(context).sessionPlan().leftOut()).containsKey(SessionGuard.APPLICATION_NAME);
			});
	}

	@Test
	void leavesTheOptionsInTheDriverPropertiesAlone() {
		this.runner
			.withPropertyValues("spring.datasource.hikari.data-source-properties.options=-c statement_timeout=7s")
			.run((context) -> {
				assertThat(onEveryConnection(context, "SHOW statement_timeout")).containsOnly("7s");
				assertThat(pool(context).sessionPlan().leftOut()).containsKey(SessionGuard.STATEMENT_TIMEOUT);
			});
	}

	@Test
	void leavesTheNameInTheDriverPropertiesAlone() {
		this.runner
			.withPropertyValues("spring.application.name=meals",
					"spring.datasource.hikari.data-source-properties.ApplicationName=by-driver")
			.run((context) -> assertThat(onEveryConnection(context, "SHOW application_name"))
				.containsOnly("by-driver"));
	}

	@Test
	void leavesTheOptionsInTheUrlAlone() {
		at(database.url() + "?options=-c%20statement_timeout=7s")
			.withPropertyValues("spring.datasource.username=" + database.username(),
					"spring.datasource.password=" + database.password(), "db.session.statement-timeout=1s")
			.run((context) -> {
				assertThat(onEveryConnection(context, "SHOW statement_timeout")).containsOnly("7s");
				assertThat(onEveryConnection(context, "SHOW lock_timeout")).containsOnly("10s");
				assertThat(pool(context).sessionPlan().applied()).doesNotContainKey(SessionGuard.STATEMENT_TIMEOUT);
				assertThat(pool(context).sessionPlan().leftOut()).containsKey(SessionGuard.STATEMENT_TIMEOUT);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "ROLE guarded", "DATABASE %s", "ROLE guarded IN DATABASE %s", "ROLE ALL" })
	void leavesWhatTheAdministratorSetAloneUnlessTheUserAsksForAnotherValue(String target) throws SQLException {
		String altered = "ALTER " + target.formatted(databaseName());
		ApplicationContextRunner asRole = at(database.url()).withPropertyValues("spring.datasource.username=guarded",
				"spring.datasource.password=guarded");
		try (Connection admin = database.admin()) {
			execute(admin, "CREATE ROLE guarded LOGIN PASSWORD 'guarded'");
			execute(admin, altered + " SET statement_timeout = '77s'");
			try {
				asRole.run((context) -> {
					assertThat(onEveryConnection(context, "SHOW statement_timeout")).containsOnly("77s");
					assertThat(onEveryConnection(context, "SHOW lock_timeout")).containsOnly("10s");
				});
				asRole.withPropertyValues("db.session.statement-timeout=5s")
					.run((context) -> assertThat(onEveryConnection(context, "SHOW statement_timeout"))
						.containsOnly("5s"));
			}
			finally {
				execute(admin, altered + " RESET statement_timeout");
				execute(admin, "DROP ROLE guarded");
			}
		}
	}

	@Test
	void keepsTheGuardsWhenTheFirstTransactionIsRolledBack() {
		this.runner.withPropertyValues("spring.datasource.hikari.auto-commit=false", "db.session.statement-timeout=5s")
			.run((context) -> {
				for (int i = 0; i < 2; i++) {
					assertThat(onEveryConnection(context, "SHOW statement_timeout")).containsOnly("5s");
				}
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "SELECT 1" })
	void restsOutsideOfTransactionsWithoutAutoCommit(String initSql) {
		this.runner
			.withPropertyValues("spring.datasource.hikari.auto-commit=false",
					"spring.datasource.hikari.connection-init-sql=" + initSql)
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				dataSource.getConnection().close();
				await().until(() -> pool(context).snapshot().idle() == SIZE);
				try (Connection admin = database.admin()) {
					assertThat(ask(admin, TRANSACTIONS_AT_REST.formatted(databaseName()))).isEqualTo("0");
				}
			});
	}

	@Test
	void restsOutsideOfTransactionsAfterItWasTested() {
		this.runner.withPropertyValues("spring.datasource.hikari.auto-commit=false").run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
				try (Connection admin = database.admin()) {
					assertThat(ask(admin, TRANSACTIONS_AT_REST.formatted(databaseName()))).isEqualTo("0");
				}
			}
		});
	}

	@Test
	void keepsTheTransactionInWhichAConnectionIsTested() {
		this.runner.withPropertyValues("spring.datasource.hikari.auto-commit=false").run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				execute(connection, "CREATE TEMPORARY TABLE work (id int)");
				assertThat(connection.isValid(1)).isTrue();
				assertThat(ask(connection, "SELECT count(*) FROM work")).isEqualTo("0");
				connection.rollback();
			}
		});
	}

	@Test
	void runsTheUsersInitSqlAfterTheGuards() {
		this.runner
			.withPropertyValues(
					"spring.datasource.hikari.connection-init-sql=SET statement_timeout = '4s'; SET work_mem = '5MB'")
			.run((context) -> {
				assertThat(onEveryConnection(context, "SHOW statement_timeout")).containsOnly("4s");
				assertThat(onEveryConnection(context, "SHOW work_mem")).containsOnly("5MB");
				assertThat(onEveryConnection(context, "SHOW lock_timeout")).containsOnly("10s");
			});
	}

	@Test
	void keepsTheUsersInitSqlWithoutAutoCommit() {
		this.runner
			.withPropertyValues("spring.datasource.hikari.auto-commit=false",
					"spring.datasource.hikari.connection-init-sql=SET statement_timeout = '4s'")
			.run((context) -> {
				for (int i = 0; i < 2; i++) {
					assertThat(onEveryConnection(context, "SHOW statement_timeout")).containsOnly("4s");
				}
			});
	}

	@Test
	void isBackAfterALocalSetting() {
		this.runner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				connection.setAutoCommit(false);
				execute(connection, "SET LOCAL statement_timeout = '2s'");
				assertThat(ask(connection, "SHOW statement_timeout")).isEqualTo("2s");
				connection.commit();
				assertThat(ask(connection, "SHOW statement_timeout")).isEqualTo("30s");
				connection.rollback();
			}
		});
	}

	@Test
	void costsNoStatementPerBorrow() {
		this.runner.run((context) -> {
			try (Connection admin = database.admin()) {
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				onEveryConnection(context, "SELECT 1");
				await().atMost(Duration.ofSeconds(5)).until(() -> pool(context).snapshot().idle() == SIZE);
				execute(admin, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
				execute(admin, "SELECT pg_stat_statements_reset()");
				for (int i = 0; i < 20; i++) {
					jdbc.queryForObject("SELECT 42 AS borrowed", Integer.class);
				}
				assertThat(ask(admin, """
						SELECT string_agg(s.query || ' x' || s.calls, ' | ') FROM pg_stat_statements s \
						JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = '%s'""".formatted(databaseName())))
					.isEqualTo("SELECT $1 AS borrowed x20");
			}
		});
	}

	@Test
	void saysWhatHoldsAndWhatDoesNot() {
		this.runner.withPropertyValues("spring.application.name=meals").run((context) -> {
			ManagedPool pool = pool(context);
			assertThat(pool.sessionPlan().applied()).containsKeys(SessionGuard.values());
			assertThat(pool.sessionPlan().leftOut()).isEmpty();
		});
	}

	private static String databaseName() {
		return database.url().substring(database.url().lastIndexOf('/') + 1);
	}

	private static boolean hasTransactionTimeout() {
		try (Connection admin = database.admin()) {
			return admin.getMetaData().getDatabaseMajorVersion() >= 17;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

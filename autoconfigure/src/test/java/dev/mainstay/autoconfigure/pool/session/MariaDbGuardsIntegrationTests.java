package dev.mainstay.autoconfigure.pool.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.pool.session.SessionGuard;
import dev.mainstay.pool.session.SessionGuards;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SessionGuards} on MariaDB, through the drivers of MariaDB and MySQL.
 */
class MariaDbGuardsIntegrationTests extends AbstractGuardTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.mariadb();

	private static final String LIMITS = """
			SELECT concat_ws(' ', @@max_statement_time, @@innodb_lock_wait_timeout, @@lock_wait_timeout, \
			@@idle_transaction_timeout)""";

	private static final String SLOW = "SELECT sleep(3)";

	@BeforeAll
	static void createTables() throws SQLException {
		try (Connection connection = database.connect()) {
			execute(connection, "CREATE TABLE meal (id int PRIMARY KEY, name text) ENGINE=InnoDB");
			execute(connection, "INSERT INTO meal VALUES (1, 'soup')");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mariadb:", "jdbc:mysql:" })
	void guardsEveryConnectionByDefault(String scheme) {
		through(scheme).run((context) -> assertThat(onEveryConnection(context, LIMITS)).hasSize(SIZE)
			.containsOnly("30.000000 10 10 60"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mariadb:", "jdbc:mysql:" })
	void keepsFractionsOfSecondsWhereItCanAndRoundsUpElsewhere(String scheme) {
		through(scheme)
			.withPropertyValues("db.session.statement-timeout=250ms", "db.session.lock-timeout=1200ms",
					"db.session.idle-in-transaction-timeout=1ms")
			.run((context) -> assertThat(onEveryConnection(context, LIMITS)).containsOnly("0.250000 2 2 1"));
	}

	@Test
	void leavesTheServersOwnValuesWhenSwitchedOff() throws SQLException {
		try (Connection plain = database.connect()) {
			String own = ask(plain, LIMITS);
			through("jdbc:mariadb:").withPropertyValues("db.session.enabled=false")
				.run((context) -> assertThat(onEveryConnection(context, LIMITS)).containsOnly(own));
		}
	}

	@Test
	void leavesTheServersOwnValueOfASingleGuard() {
		through("jdbc:mariadb:").withPropertyValues("db.session.statement-timeout=0")
			.run((context) -> assertThat(onEveryConnection(context, LIMITS)).containsOnly("0.000000 10 10 60"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mariadb:", "jdbc:mysql:" })
	void leavesTheSessionVariablesInTheUrlAlone(String scheme) {
		at(scheme, "?sessionVariables=max_statement_time=7,innodb_lock_wait_timeout=8").run((context) -> {
			assertThat(onEveryConnection(context, LIMITS)).containsOnly("7.000000 8 10 60");
			assertThat(pool(context).sessionPlan().leftOut()).containsKey(SessionGuard.STATEMENT_TIMEOUT);
			assertThat(pool(context).sessionPlan().applied()).doesNotContainKey(SessionGuard.STATEMENT_TIMEOUT);
			assertThat(pool(context).sessionPlan().applied().get(SessionGuard.LOCK_TIMEOUT))
				.isEqualTo("lock_wait_timeout=10s");
		});
	}

	@Test
	void leavesTheSessionVariablesInTheDriverPropertiesAlone() {
		through("jdbc:mariadb:")
			.withPropertyValues("spring.datasource.hikari.data-source-properties.sessionVariables=max_statement_time=7")
			.run((context) -> assertThat(onEveryConnection(context, LIMITS)).containsOnly("7.000000 10 10 60"));
	}

	@Test
	void runsTheUsersInitSqlAfterTheGuards() {
		through("jdbc:mariadb:")
			.withPropertyValues("spring.datasource.hikari.connection-init-sql=SET max_statement_time = 4")
			.run((context) -> assertThat(onEveryConnection(context, LIMITS)).containsOnly("4.000000 10 10 60"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mariadb:", "jdbc:mysql:" })
	void keepsTheGuardsWithoutAutoCommit(String scheme) {
		through(scheme).withPropertyValues("spring.datasource.hikari.auto-commit=false").run((context) -> {
			for (int i = 0; i < 2; i++) {
				assertThat(onEveryConnection(context, LIMITS)).containsOnly("30.000000 10 10 60");
			}
		});
	}

	@Test
	void restsOutsideOfTransactionsWithoutAutoCommit() {
		through("jdbc:mariadb:")
			.withPropertyValues("spring.datasource.hikari.auto-commit=false",
					"spring.datasource.hikari.connection-init-sql=SELECT count(*) FROM meal")
			.run((context) -> {
				onEveryConnection(context, "SELECT 1");
				try (Connection admin = database.admin()) {
					assertThat(ask(admin, """
							SELECT count(*) FROM information_schema.innodb_trx t \
							JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id \
							WHERE p.db = '%s'""".formatted(databaseName()))).isEqualTo("0");
				}
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mariadb:", "jdbc:mysql:" })
	void showsTheNameOfTheApplication(String scheme) {
		through(scheme).withPropertyValues("spring.application.name=meals")
			.run((context) -> assertThat(pool(context).sessionPlan().driverProperties())
				.containsEntry("connectionAttributes", "program_name:meals"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mariadb:", "jdbc:mysql:" })
	void explainsAStatementTimeout(String scheme) {
		through(scheme).withPropertyValues("db.session.statement-timeout=250ms").run((context) -> {
			assertThatExceptionOfType(QueryTimeoutException.class)
				.isThrownBy(() -> context.getBean(JdbcTemplate.class).execute(SLOW))
				.withMessageContaining("db.session.statement-timeout=250ms");
			try (Connection connection = connection(context);
					PreparedStatement statement = connection.prepareStatement(SLOW)) {
				String session = ask(connection, "SELECT connection_id()");
				SQLException failure = failure(statement::executeQuery);

				assertError(failure).isInstanceOf(SQLTimeoutException.class)
					.hasMessageContaining("db.session.statement-timeout=250ms")
					.hasCauseInstanceOf(SQLException.class);
				assertThat(failure.getErrorCode()).isEqualTo(1969);
				assertThat(ask(connection, "SELECT connection_id()")).isEqualTo(session);
			}
			assertThat(evicted(context)).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mariadb:", "jdbc:mysql:" })
	void doesNotBlameTheGuardForTheTimeoutOfAStatementOfItsOwn(String scheme) {
		through(scheme).run((context) -> {
			try (Connection connection = connection(context); Statement statement = connection.createStatement()) {
				statement.setQueryTimeout(1);

				assertError(failure(() -> statement.executeQuery(SLOW))).message().doesNotContain("db.session");
			}
		});
	}

	@Test
	void doesNotBlameTheGuardForTheTimeoutOfATransaction() {
		through("jdbc:mariadb:").run((context) -> {
			TransactionTemplate transaction = new TransactionTemplate(
					context.getBean(PlatformTransactionManager.class));
			transaction.setTimeout(1);

			assertThatExceptionOfType(QueryTimeoutException.class)
				.isThrownBy(() -> transaction
					.executeWithoutResult((status) -> context.getBean(JdbcTemplate.class).execute(SLOW)))
				.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("db.session"));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mariadb:", "jdbc:mysql:" })
	void explainsAStatementTimeoutInTheMiddleOfALargeResult(String scheme) {
		through(scheme).withPropertyValues("db.session.statement-timeout=300ms").run((context) -> {
			try (Connection connection = connection(context); Statement statement = connection.createStatement()) {
				statement.setFetchSize(scheme.equals("jdbc:mysql:") ? Integer.MIN_VALUE : 2);
				try (ResultSet rows = statement.executeQuery("SELECT a.seq FROM seq_1_to_1000000 a, seq_1_to_1000 b")) {
					SQLException failure = failure(() -> {
						while (rows.next()) {
							rows.getInt(1);
						}
					});

					assertError(failure).hasMessageContaining("db.session.statement-timeout=300ms");
				}
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mariadb:", "jdbc:mysql:" })
	void explainsALockTimeout(String scheme) {
		through(scheme).withPropertyValues("db.session.lock-timeout=200ms").run((context) -> {
			try (Connection holder = locked(); Connection connection = connection(context)) {
				SQLException failure = failure(
						() -> execute(connection, "UPDATE meal SET name = 'cold soup' WHERE id = 1"));

				assertError(failure).hasMessageContaining("db.session.lock-timeout=200ms");
				assertThat(failure.getErrorCode()).isEqualTo(1205);
				holder.rollback();
			}
		});
	}

	/**
	 * The server goes without a word, so that nothing can be blamed for it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mariadb:", "jdbc:mysql:" })
	void dropsTheConnectionOfATransactionLeftIdle(String scheme) {
		through(scheme).withPropertyValues("db.session.idle-in-transaction-timeout=1s").run((context) -> {
			try (Connection connection = connection(context)) {
				connection.setAutoCommit(false);
				execute(connection, "INSERT INTO meal VALUES (2, 'bread')");
				awaitEndOf(ask(connection, "SELECT connection_id()"));
				SQLException failure = failure(() -> execute(connection, "SELECT 1"));
				assertThat(failure.getSQLState()).startsWith("08");
			}
			assertThat(evicted(context)).isOne();
			for (int i = 0; i < 3; i++) {
				assertThat(onEveryConnection(context, "SELECT 1")).containsOnly("1");
			}
		});
	}

	private static ApplicationContextRunner through(String scheme) {
		return at(scheme, "");
	}

	private static ApplicationContextRunner at(String scheme, String parameters) {
		return at(database.url().replace("jdbc:mariadb:", scheme) + parameters).withPropertyValues(
				"spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password());
	}

	private static Connection connection(ApplicationContext context) throws SQLException {
		return context.getBean(DataSource.class).getConnection();
	}

	private static Connection locked() throws SQLException {
		Connection holder = database.connect();
		holder.setAutoCommit(false);
		execute(holder, "UPDATE meal SET name = 'hot soup' WHERE id = 1");
		return holder;
	}

	private static void awaitEndOf(String session) throws SQLException {
		try (Connection admin = database.admin()) {
			await().until(() -> ask(admin, "SELECT count(*) FROM information_schema.processlist WHERE id = " + session)
				.equals("0"));
		}
	}

	private static String databaseName() {
		return database.url().substring(database.url().lastIndexOf('/') + 1);
	}

}

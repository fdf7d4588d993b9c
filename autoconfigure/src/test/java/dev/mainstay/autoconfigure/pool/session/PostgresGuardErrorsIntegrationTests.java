package dev.mainstay.autoconfigure.pool.session;

import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Query;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.util.PSQLException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.pool.session.GuardExplanation;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link GuardExplanation} that have PostgreSQL strike.
 */
class PostgresGuardErrorsIntegrationTests extends AbstractGuardTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static final String PROPERTY = "db.session.statement-timeout=250ms";

	private static final String SLOW = "SELECT pg_sleep(3)";

	private final ApplicationContextRunner runner = with(database)
		.withPropertyValues("db.session.statement-timeout=250ms");

	private final ApplicationContextRunner unhurried = with(database);

	@BeforeAll
	static void createTables() throws SQLException {
		try (Connection connection = database.connect()) {
			execute(connection, "CREATE TABLE meal (id int PRIMARY KEY, name text)");
			execute(connection, "INSERT INTO meal VALUES (1, 'soup')");
			execute(connection, """
					CREATE FUNCTION check_meal() RETURNS trigger LANGUAGE plpgsql AS \
					$$ BEGIN PERFORM * FROM meal WHERE id = 1 FOR UPDATE; RETURN NULL; END $$""");
			execute(connection, "CREATE TABLE checked (id int)");
			execute(connection, """
					CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON checked DEFERRABLE INITIALLY DEFERRED \
					FOR EACH ROW EXECUTE FUNCTION check_meal()""");
		}
	}

	@Test
	void explainsAStatementTimeoutToUsersOfJdbcTemplate() {
		this.runner.run((context) -> assertThatExceptionOfType(QueryTimeoutException.class)
			.isThrownBy(() -> context.getBean(JdbcTemplate.class).execute(SLOW))
			.withMessageContaining(PROPERTY));
	}

	@Test
	void explainsAStatementTimeoutToUsersOfJpa() {
		this.runner.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class)).run((context) -> {
			try (EntityManager entities = context.getBean(EntityManagerFactory.class).createEntityManager()) {
				Query query = entities.createNativeQuery("SELECT 1 FROM pg_sleep(3)");

				assertThatException().isThrownBy(query::getResultList).withMessageContaining(PROPERTY);
			}
		});
	}

	@Test
	void keepsStateAndCauseOfAStatementTimeout() {
		this.runner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				SQLException failure = failure(() -> execute(connection, SLOW));

				assertError(failure).isInstanceOf(SQLTimeoutException.class)
					.hasMessageContaining(PROPERTY)
					.hasMessageContaining("canceling statement due to statement timeout")
					.hasCauseInstanceOf(PSQLException.class);
				assertThat(failure.getSQLState()).isEqualTo("57014");
			}
		});
	}

	@Test
	void keepsTheConnectionAfterAStatementTimeout() {
		this.runner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				String session = ask(connection, "SELECT pg_backend_pid()");
				failure(() -> execute(connection, SLOW));

				assertThat(ask(connection, "SELECT pg_backend_pid()")).isEqualTo(session);
			}
			assertThat(evicted(context)).isZero();
		});
	}

	@Test
	void explainsAStatementTimeoutOfPreparedStatements() {
		this.runner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					PreparedStatement statement = connection.prepareStatement("SELECT pg_sleep(?)")) {
				statement.setInt(1, 3);
				assertError(failure(statement::executeQuery)).hasMessageContaining(PROPERTY);
				assertError(failure(statement::execute)).hasMessageContaining(PROPERTY);
			}
		});
	}

	@Test
	void explainsAStatementTimeoutOfCallableStatements() {
		this.runner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					CallableStatement statement = connection.prepareCall("{call pg_sleep(3)}")) {
				assertError(failure(statement::execute)).hasMessageContaining(PROPERTY);
			}
		});
	}

	@Test
	void explainsAStatementTimeoutOfABatchAndKeepsItsCounts() {
		this.runner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					Statement statement = connection.createStatement()) {
				statement.addBatch("UPDATE meal SET name = 'stew' WHERE id = 1");
				statement.addBatch("UPDATE meal SET name = pg_sleep(3)::text");
				SQLException failure = failure(statement::executeBatch);

				assertError(failure).isInstanceOf(BatchUpdateException.class).hasMessageContaining(PROPERTY);
				assertThat(((BatchUpdateException) failure).getUpdateCounts()).hasSize(2);
				assertError(failure.getNextException()).isInstanceOf(PSQLException.class);
				assertThat(failure.getSQLState()).isEqualTo("57014");
			}
		});
	}

	/**
	 * At a commit PostgreSQL lets statements of deferred triggers take any time, but not
	 * wait for locks any time.
	 */
	@Test
	void explainsALockTimeoutAtCommit() {
		with(database).withPropertyValues("db.session.lock-timeout=200ms").run((context) -> {
			try (Connection holder = locked(); Connection connection = connection(context)) {
				connection.setAutoCommit(false);
				execute(connection, "INSERT INTO checked VALUES (1)");

				assertError(failure(connection::commit)).hasMessageContaining("db.session.lock-timeout=200ms");
				holder.rollback();
			}
		});
	}

	@Test
	void explainsAStatementTimeoutInTheMiddleOfALargeResult() {
		this.runner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				connection.setAutoCommit(false);
				try (Statement statement = connection.createStatement()) {
					statement.setFetchSize(2);
					try (ResultSet rows = statement
						.executeQuery("SELECT n, CASE WHEN n > 4 THEN pg_sleep(3) END FROM generate_series(1, 10) n")) {
						SQLException failure = failure(() -> readAll(rows));

						assertError(failure).isInstanceOf(SQLTimeoutException.class).hasMessageContaining(PROPERTY);
					}
				}
				connection.rollback();
			}
		});
	}

	@Test
	void explainsAStatementTimeoutInTheMiddleOfAStream() {
		this.runner.run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.setFetchSize(2);
			TransactionTemplate transaction = new TransactionTemplate(
					context.getBean(PlatformTransactionManager.class));

			assertThatExceptionOfType(QueryTimeoutException.class)
				.isThrownBy(() -> transaction.executeWithoutResult((status) -> jdbc
					.query("SELECT n, CASE WHEN n > 4 THEN pg_sleep(3) END FROM generate_series(1, 10) n", (rows) -> {
					})))
				.withMessageContaining(PROPERTY);
		});
	}

	@Test
	void doesNotBlameTheGuardForACancelByAnotherSession() {
		this.unhurried.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					Connection admin = database.admin()) {
				String session = ask(connection, "SELECT pg_backend_pid()");
				CompletableFuture<SQLException> failure = CompletableFuture
					.supplyAsync(() -> failure(() -> execute(connection, SLOW)));
				await().until(() -> ask(admin, isSleeping(session)).equals("t"));
				ask(admin, "SELECT pg_cancel_backend(" + session + ")");

				assertError(failure.join()).isExactlyInstanceOf(PSQLException.class)
					.message()
					.doesNotContain("db.session");
			}
		});
	}

	@Test
	void doesNotBlameTheGuardForACancelByTheApplication() {
		this.unhurried.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					Connection admin = database.admin();
					Statement statement = connection.createStatement()) {
				String session = ask(connection, "SELECT pg_backend_pid()");
				CompletableFuture<SQLException> failure = CompletableFuture
					.supplyAsync(() -> failure(() -> statement.execute(SLOW)));
				await().until(() -> ask(admin, isSleeping(session)).equals("t"));
				statement.cancel();

				assertError(failure.join()).message().doesNotContain("db.session");
			}
		});
	}

	@Test
	void doesNotBlameTheGuardForTheTimeoutOfAStatementOfItsOwn() {
		this.unhurried.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					Statement statement = connection.createStatement()) {
				statement.setQueryTimeout(1);

				assertError(failure(() -> statement.execute(SLOW))).message().doesNotContain("db.session");
			}
		});
	}

	@Test
	void explainsALockTimeout() {
		with(database).withPropertyValues("db.session.lock-timeout=200ms").run((context) -> {
			try (Connection holder = locked(); Connection connection = connection(context)) {
				SQLException failure = failure(
						() -> execute(connection, "UPDATE meal SET name = 'cold soup' WHERE id = 1"));

				assertError(failure).hasMessageContaining("db.session.lock-timeout=200ms")
					.hasCauseInstanceOf(PSQLException.class);
				assertThat(failure.getSQLState()).isEqualTo("55P03");
				holder.rollback();
			}
		});
	}

	@Test
	void doesNotBlameTheGuardForNotWaiting() {
		this.unhurried.run((context) -> {
			try (Connection holder = locked(); Connection connection = connection(context)) {
				SQLException failure = failure(
						() -> execute(connection, "SELECT * FROM meal WHERE id = 1 FOR UPDATE NOWAIT"));

				assertThat(failure.getSQLState()).isEqualTo("55P03");
				assertError(failure).message().doesNotContain("db.session");
				holder.rollback();
			}
		});
	}

	@Test
	void explainsATransactionLeftIdleAndDropsItsConnection() {
		with(database).withPropertyValues("db.session.idle-in-transaction-timeout=200ms").run((context) -> {
			try (Connection connection = connection(context)) {
				connection.setAutoCommit(false);
				String session = ask(connection, "SELECT pg_backend_pid()");
				awaitEndOf(session);
				SQLException failure = failure(() -> execute(connection, "SELECT 1"));

				assertError(failure).hasMessageContaining("db.session.idle-in-transaction-timeout=200ms");
				assertThat(failure.getSQLState()).isEqualTo("25P03");
			}
			assertThat(evicted(context)).isOne();
			for (int i = 0; i < 3; i++) {
				assertThat(onEveryConnection(context, "SELECT 1")).containsOnly("1");
			}
		});
	}

	@Test
	void explainsATransactionLeftIdleWhenItIsCommitted() {
		with(database).withPropertyValues("db.session.idle-in-transaction-timeout=200ms").run((context) -> {
			try (Connection connection = connection(context)) {
				connection.setAutoCommit(false);
				awaitEndOf(ask(connection, "SELECT pg_backend_pid()"));

				assertError(failure(connection::commit))
					.hasMessageContaining("db.session.idle-in-transaction-timeout=200ms");
			}
			assertThat(evicted(context)).isOne();
			assertThat(onEveryConnection(context, "SELECT 1")).containsOnly("1");
		});
	}

	@Test
	void dropsTheConnectionOfATransactionLeftIdleThatIsClosedWithoutAWord() {
		with(database).withPropertyValues("db.session.idle-in-transaction-timeout=200ms").run((context) -> {
			Connection connection = connection(context);
			connection.setAutoCommit(false);
			awaitEndOf(ask(connection, "SELECT pg_backend_pid()"));
			connection.close();

			for (int i = 0; i < 3; i++) {
				assertThat(onEveryConnection(context, "SELECT 1")).containsOnly("1");
			}
		});
	}

	@Test
	void explainsATransactionThatTookTooLong() {
		with(database).withPropertyValues("db.session.max-age=300ms").run((context) -> {
			try (Connection connection = connection(context)) {
				if (connection.getMetaData().getDatabaseMajorVersion() < 17) {
					return;
				}
				connection.setAutoCommit(false);
				awaitEndOf(ask(connection, "SELECT pg_backend_pid()"));
				SQLException failure = failure(() -> execute(connection, "SELECT 1"));

				assertError(failure).hasMessageContaining("db.session.max-age=300ms");
				assertThat(failure.getSQLState()).isEqualTo("25P04");
			}
			assertThat(evicted(context)).isOne();
			assertThat(onEveryConnection(context, "SELECT 1")).containsOnly("1");
		});
	}

	@Test
	void dropsAConnectionWhoseSessionWasTerminated() {
		this.unhurried.run((context) -> {
			try (Connection connection = connection(context); Connection admin = database.admin()) {
				ask(admin, "SELECT pg_terminate_backend(" + ask(connection, "SELECT pg_backend_pid()") + ")");

				assertError(failure(() -> execute(connection, "SELECT 1"))).message().doesNotContain("db.session");
			}
			assertThat(evicted(context)).isOne();
			assertThat(onEveryConnection(context, "SELECT 1")).containsOnly("1");
		});
	}

	@Test
	void doesNotBlameAGuardThatTheUserSwitchedOff() {
		with(database)
			.withPropertyValues("db.session.statement-timeout=0",
					"spring.datasource.hikari.connection-init-sql=SET statement_timeout = '200ms'")
			.run((context) -> {
				try (Connection connection = connection(context)) {
					assertError(failure(() -> execute(connection, SLOW))).isExactlyInstanceOf(PSQLException.class);
				}
			});
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

	private static String isSleeping(String session) {
		return "SELECT coalesce(bool_or(wait_event = 'PgSleep'), false) FROM pg_stat_activity WHERE pid = " + session;
	}

	private static void awaitEndOf(String session) throws SQLException {
		try (Connection admin = database.admin()) {
			await().until(() -> ask(admin, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + session).equals("0"));
		}
	}

	private static void readAll(ResultSet rows) throws SQLException {
		while (rows.next()) {
			rows.getInt(1);
		}
	}

}

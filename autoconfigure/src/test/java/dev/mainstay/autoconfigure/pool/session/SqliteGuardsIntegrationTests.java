package dev.mainstay.autoconfigure.pool.session;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.pool.PoolSetting;
import dev.mainstay.pool.session.SessionGuard;
import dev.mainstay.pool.session.SessionGuards;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SessionGuards} on SQLite.
 */
class SqliteGuardsIntegrationTests extends AbstractGuardTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.sqlite();

	@Test
	void guardsEveryConnectionByDefault() {
		at(database.url()).run((context) -> assertThat(onEveryConnection(context, "PRAGMA busy_timeout")).hasSize(SIZE)
			.containsOnly("10000"));
	}

	@Test
	void leavesTheParameterInTheUrlAlone() {
		at(database.url() + "?busy_timeout=777").run((context) -> {
			assertThat(onEveryConnection(context, "PRAGMA busy_timeout")).containsOnly("777");
			assertThat(pool(context).sessionPlan().leftOut()).containsKey(SessionGuard.LOCK_TIMEOUT);
		});
	}

	@Test
	void leavesTheDriversOwnValueWhenSwitchedOff() {
		at(database.url()).withPropertyValues("db.session.enabled=false")
			.run((context) -> assertThat(onEveryConnection(context, "PRAGMA busy_timeout")).containsOnly("3000"));
	}

	@Test
	void saysWhatSqliteDoesNotHave() {
		at(database.url()).run((context) -> assertThat(pool(context).sessionPlan().leftOut()).containsOnlyKeys(
				SessionGuard.STATEMENT_TIMEOUT, SessionGuard.IDLE_IN_TRANSACTION_TIMEOUT, SessionGuard.MAX_AGE,
				SessionGuard.JIT));
	}

	@Test
	void explainsALockTimeout() {
		at(database.url()).withPropertyValues("db.session.lock-timeout=200ms").run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			try (Connection holder = database.connect(); Connection connection = dataSource.getConnection()) {
				execute(holder, "CREATE TABLE IF NOT EXISTS meal (id int)");
				execute(holder, "BEGIN IMMEDIATE");
				SQLException failure = failure(() -> execute(connection, "INSERT INTO meal VALUES (1)"));

				assertError(failure).hasMessageContaining("db.session.lock-timeout=200ms");
				assertThat(failure.getErrorCode()).isEqualTo(5);
				execute(holder, "ROLLBACK");
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:sqlite::memory:", "jdbc:sqlite:", "jdbc:sqlite:file::memory:" })
	void keepsADatabaseInMemoryInItsOneConnection(String url) {
		at(url).run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.execute("CREATE TABLE meal (id int)");
			for (int i = 0; i < 5; i++) {
				jdbc.update("INSERT INTO meal VALUES (?)", i);
			}

			assertThat(jdbc.queryForObject("SELECT count(*) FROM meal", Integer.class)).isEqualTo(5);
			assertThat(pool(context).dataSource().getMaximumPoolSize()).isOne();
			assertThat(pool(context).dataSource().getMaxLifetime()).isZero();
			assertThat(pool(context).settings()).filteredOn((setting) -> setting.name().equals("maximumPoolSize"))
				.extracting(PoolSetting::reason)
				.containsExactly("each connection has a database of its own");
		});
	}

}

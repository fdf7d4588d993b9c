package dev.mainstay.autoconfigure.pool.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.mainstay.autoconfigure.migration.DatabaseMigrationAutoConfiguration;
import dev.mainstay.pool.MigrationDataSource;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link MigrationDataSource} under Flyway, Liquibase and by hand.
 */
class MigrationGuardsIntegrationTests extends AbstractGuardTests {

	@RegisterExtension
	static final TestDatabase postgres = TestDatabase.postgres();

	@RegisterExtension
	static final TestDatabase mariadb = TestDatabase.mariadb();

	@RegisterExtension
	static final TestDatabase h2 = TestDatabase.h2();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	@ParameterizedTest
	@EnumSource
	void guardsTheStatementOutsideOfAMigration(Product product) {
		application(product).run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				product.prepare(connection);

				assertError(failure(() -> execute(connection, product.slow)))
					.hasMessageContaining("db.session.statement-timeout=200ms");
			}
		});
	}

	@ParameterizedTest
	@EnumSource
	void letsFlywayTakeItsTimeAndGuardsEveryConnectionAfterwards(Product product) throws Exception {
		prepare(product);
		Files.writeString(this.folder.resolve("V1__slow.sql"), product.slow + ";");
		flyway(product).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(JdbcTemplate.class)
				.queryForObject("SELECT count(*) FROM 'history' WHERE 'version' = ?".replace('\'', product.quote),
						Integer.class, "1"))
				.isOne();
			assertThat(onEveryConnection(context, product.limit)).containsOnly(product.guarded);
		});
	}

	@ParameterizedTest
	@EnumSource
	void letsLiquibaseTakeItsTimeAndGuardsEveryConnectionAfterwards(Product product) throws Exception {
		prepare(product);
		Path changes = Files.writeString(this.folder.resolve("changes.sql"), """
				--liquibase formatted sql
				--changeset tests:%s
				%s;
				""".formatted(product, product.slow));
		application(product).withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
			.withPropertyValues("spring.liquibase.change-log=file:" + changes)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(JdbcTemplate.class)
					.queryForObject("SELECT count(*) FROM DATABASECHANGELOG", Integer.class)).isOne();
				assertThat(onEveryConnection(context, product.limit)).containsOnly(product.guarded);
			});
	}

	@ParameterizedTest
	@EnumSource
	void guardsAConnectionAgainAfterAMigrationByHand(Product product) {
		application(product).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			try (Connection connection = new MigrationDataSource(dataSource).getConnection()) {
				product.prepare(connection);
				execute(connection, product.slow);
				assertThat(ask(connection, product.limit)).isEqualTo(product.lifted);
			}
			assertThat(onEveryConnection(context, product.limit)).containsOnly(product.guarded);
		});
	}

	@ParameterizedTest
	@EnumSource
	void guardsAConnectionAgainAfterAMigrationThatFails(Product product) {
		application(product).run((context) -> {
			try (Connection connection = new MigrationDataSource(context.getBean(DataSource.class)).getConnection()) {
				connection.setAutoCommit(false);
				failure(() -> execute(connection, "SELECT * FROM nowhere"));
			}
			for (int i = 0; i < 2; i++) {
				assertThat(onEveryConnection(context, product.limit)).containsOnly(product.guarded);
			}
		});
	}

	/**
	 * HikariCP used to stumble over such connections, now and then.
	 */
	@Test
	void closesConnectionsWithChangedSettings() {
		application(Product.MARIADB).run((context) -> {
			for (int i = 0; i < 20; i++) {
				Connection connection = new MigrationDataSource(context.getBean(DataSource.class)).getConnection();
				connection.setReadOnly(true);
				connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
				assertThatNoException().isThrownBy(connection::close);
			}
			assertThat(onEveryConnection(context, Product.MARIADB.limit)).containsOnly(Product.MARIADB.guarded);
		});
	}

	@ParameterizedTest
	@EnumSource
	void keepsTheUsersInitSqlAfterAMigration(Product product) {
		application(product)
			.withPropertyValues("spring.datasource.hikari.connection-init-sql=" + product.initSql,
					"spring.datasource.hikari.auto-commit=false")
			.run((context) -> {
				try (Connection connection = new MigrationDataSource(context.getBean(DataSource.class))
					.getConnection()) {
					assertThat(ask(connection, product.limit)).isEqualTo(product.lifted);
					connection.rollback();
				}
				assertThat(onEveryConnection(context, product.limit)).containsOnly(product.initialized);
			});
	}

	@Test
	void doesNotCountTheConnectionsOfAMigrationAsFailed() {
		application(Product.POSTGRES).run((context) -> {
			new MigrationDataSource(context.getBean(DataSource.class)).getConnection().close();

			assertThat(evicted(context)).isZero();
		});
	}

	@Test
	void guardsEveryConnectionAgainAfterAFlywayMigrationThatFails() throws Exception {
		Files.writeString(this.folder.resolve("V1__broken.sql"), "SELECT * FROM nowhere;");
		application(Product.POSTGRES).run((context) -> {
			Flyway flyway = Flyway.configure()
				.dataSource(new MigrationDataSource(context.getBean(DataSource.class)))
				.locations("filesystem:" + this.folder)
				.table("broken_history")
				.baselineOnMigrate(true)
				.baselineVersion("0")
				.load();

			assertThatExceptionOfType(FlywayException.class).isThrownBy(flyway::migrate)
				.withMessageContaining("nowhere");
			assertThat(onEveryConnection(context, Product.POSTGRES.limit)).containsOnly(Product.POSTGRES.guarded);
		});
	}

	@Test
	void leavesAFlywayWithAUrlOfItsOwnAlone() throws Exception {
		Files.writeString(this.folder.resolve("V1__own.sql"), """
				CREATE TABLE seen AS SELECT current_setting('statement_timeout') AS limit_seen, \
				current_setting('lock_timeout') AS lock_seen;""");
		flyway(Product.POSTGRES)
			.withPropertyValues("spring.flyway.url=" + postgres.url() + "?options=-c%20statement_timeout=9s",
					"spring.flyway.user=" + postgres.username(), "spring.flyway.password=" + postgres.password(),
					"spring.flyway.table=own_history")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(JdbcTemplate.class)
					.queryForObject("SELECT limit_seen || ' ' || lock_seen FROM seen", String.class)).isEqualTo("9s 0");
				assertThat(onEveryConnection(context, Product.POSTGRES.limit)).containsOnly(Product.POSTGRES.guarded);
			});
	}

	@Test
	void lendsFromOtherDataSourcesAsTheyAre() throws SQLException {
		try (Connection connection = new MigrationDataSource(
				new DriverManagerDataSource(postgres.url(), postgres.username(), postgres.password()))
			.getConnection()) {
			assertThat(ask(connection, "SHOW statement_timeout")).isEqualTo("0");
		}
	}

	private ApplicationContextRunner flyway(Product product) {
		return application(product).withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
			.withPropertyValues("spring.flyway.locations=filesystem:" + this.folder, "spring.flyway.table=history",
					"spring.flyway.baseline-on-migrate=true", "spring.flyway.baseline-version=0");
	}

	private static ApplicationContextRunner application(Product product) {
		return with(product.database())
			.withConfiguration(AutoConfigurations.of(DatabaseMigrationAutoConfiguration.class))
			.withPropertyValues("db.session.statement-timeout=200ms");
	}

	private static void prepare(Product product) throws SQLException, IOException {
		try (Connection connection = product.database().connect()) {
			product.prepare(connection);
		}
	}

	/**
	 * A database, and how to be slow in it.
	 */
	enum Product {

		POSTGRES("SELECT pg_sleep(0.5)", "SHOW statement_timeout", "200ms", "0", "SET statement_timeout = '4s'", "4s",
				'"'),

		MARIADB("SELECT sleep(0.5)", "SELECT @@max_statement_time", "0.200000", "0.000000",
				"SET max_statement_time = 4", "4.000000", '`'),

		// Every 128th row H2 looks at the clock.
		H2("SELECT sleep(4) FROM system_range(1, 130)",
				"SELECT setting_value FROM information_schema.settings WHERE setting_name = 'QUERY_TIMEOUT'", "200",
				"0", "SET QUERY_TIMEOUT 4000", "4000", '"');

		final String slow;

		final String limit;

		final String guarded;

		final String lifted;

		final String initSql;

		final String initialized;

		final char quote;

		Product(String slow, String limit, String guarded, String lifted, String initSql, String initialized,
				char quote) {
			this.slow = slow;
			this.limit = limit;
			this.guarded = guarded;
			this.lifted = lifted;
			this.initSql = initSql;
			this.initialized = initialized;
			this.quote = quote;
		}

		TestDatabase database() {
			return switch (this) {
				case POSTGRES -> postgres;
				case MARIADB -> mariadb;
				case H2 -> h2;
			};
		}

		void prepare(Connection connection) throws SQLException {
			if (this == H2) {
				execute(connection, "CREATE ALIAS IF NOT EXISTS sleep FOR \"java.lang.Thread.sleep(long)\"");
			}
		}

	}

}

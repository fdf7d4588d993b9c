package dev.mainstay.autoconfigure.pool;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.MigrationDataSource;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the ways in which Flyway, Liquibase and service connections come to their
 * database: the one that Boot chose for them.
 */
class MigrationToolsTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	@RegisterExtension
	static final TestDatabase forLiquibase = TestDatabase.h2();

	@RegisterExtension
	static final TestDatabase other = TestDatabase.h2();

	private final ApplicationContextRunner flyway = Applications.withMainstay()
		.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
		.withPropertyValues(database.springProperties())
		.withPropertyValues("spring.flyway.locations=classpath:traps-migration", "spring.flyway.clean-disabled=false");

	private final ApplicationContextRunner liquibase = Applications.withMainstay()
		.withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
		.withPropertyValues(forLiquibase.springProperties())
		.withPropertyValues("spring.liquibase.change-log=classpath:traps-changelog.sql",
				"spring.liquibase.drop-first=true");

	@Test
	void flywayMigratesThroughThePool() {
		this.flyway.run((context) -> {
			Flyway flyway = context.getBean(Flyway.class);
			assertThat(flyway.getConfiguration().getDataSource()).isInstanceOf(MigrationDataSource.class);
			assertThat(pool(flyway.getConfiguration().getDataSource())).isNotNull();
			assertThat(count(context, "by_flyway")).isZero();
			flyway.clean();
		});
	}

	@Test
	void flywayMigratesWithAUserOfItsOwn() {
		this.flyway.withPropertyValues("spring.flyway.user=" + database.username(), "spring.flyway.password=")
			.run((context) -> {
				Flyway flyway = context.getBean(Flyway.class);
				assertThat(pool(flyway.getConfiguration().getDataSource())).isNull();
				SimpleDriverDataSource own = DataSourceUnwrapper.unwrap(flyway.getConfiguration().getDataSource(),
						SimpleDriverDataSource.class);
				assertThat(own).isNotNull().extracting(SimpleDriverDataSource::getUrl).isEqualTo(database.url());
				assertThat(count(context, "by_flyway")).isZero();
				flyway.clean();
			});
	}

	@Test
	void flywayMigratesADatabaseOfItsOwn() {
		this.flyway
			.withPropertyValues("spring.flyway.url=" + other.url(), "spring.flyway.user=" + other.username(),
					"spring.flyway.password=" + other.password())
			.run((context) -> {
				Flyway flyway = context.getBean(Flyway.class);
				assertThat(flyway.info().applied()).hasSize(1);
				assertThat(count(context, "information_schema.tables WHERE table_name = 'BY_FLYWAY'")).isZero();
				flyway.clean();
			});
	}

	@Test
	void liquibaseMigratesThroughThePool() {
		this.liquibase.run((context) -> {
			assertThat(context).hasNotFailed();
			DataSource used = context.getBean(SpringLiquibase.class).getDataSource();
			assertThat(used).isInstanceOf(MigrationDataSource.class);
			assertThat(pool(used)).isNotNull();
			assertThat(count(context, "by_liquibase")).isZero();
		});
	}

	@Test
	void liquibaseMigratesWithAUserOfItsOwn() {
		this.liquibase
			.withPropertyValues("spring.liquibase.user=" + forLiquibase.username(), "spring.liquibase.password=")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(pool(context.getBean(SpringLiquibase.class).getDataSource())).isNull();
				assertThat(count(context, "by_liquibase")).isZero();
			});
	}

	@Test
	void liquibaseMigratesADatabaseOfItsOwn() {
		this.liquibase
			.withPropertyValues("spring.liquibase.url=" + other.url(), "spring.liquibase.user=" + other.username(),
					"spring.liquibase.password=" + other.password())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(pool(context.getBean(SpringLiquibase.class).getDataSource())).isNull();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.datasource.url=jdbc:postgresql://ignored/none", "db.pool.size=2" })
	void connectionDetailsComeBeforeProperties(String property) {
		Applications.withMainstay()
			.withBean(JdbcConnectionDetails.class, Details::new)
			.withPropertyValues(property, "db.pool.max-overflow=0", "spring.datasource.hikari.maximum-pool-size=4")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				ManagedPool pool = Applications.pool(context, "dataSource");
				assertThat(pool.url().product()).isEqualTo(DatabaseProduct.H2);
				assertThat(pool.dataSource().getJdbcUrl()).isEqualTo(database.url());
				assertThat(pool.dataSource().getMaximumPoolSize()).isEqualTo(4);
				assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class)).isOne();
			});
	}

	private static @Nullable HikariDataSource pool(DataSource dataSource) {
		return DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class, HikariDataSource.class);
	}

	private static @Nullable Integer count(ApplicationContext context, String table) {
		return context.getBean(JdbcTemplate.class).queryForObject("SELECT count(*) FROM " + table, Integer.class);
	}

	/**
	 * An address as a service connection gives it.
	 */
	static final class Details implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return database.username();
		}

		@Override
		public String getPassword() {
			return database.password();
		}

		@Override
		public String getJdbcUrl() {
			return database.url();
		}

	}

}

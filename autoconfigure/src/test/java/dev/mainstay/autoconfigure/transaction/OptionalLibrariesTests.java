package dev.mainstay.autoconfigure.transaction;

import java.sql.Connection;
import java.sql.Statement;

import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.autoconfigure.transaction.outcome.DatabaseOutcomeAutoConfiguration;
import dev.mainstay.autoconfigure.transaction.strategy.DatabaseTransactionStrategyAutoConfiguration;
import dev.mainstay.transaction.RetryableTransaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for applications without the libraries that are optional.
 */
class OptionalLibrariesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DatabasePoolAutoConfiguration.class, DatabaseTransactionAutoConfiguration.class,
						DatabaseTransactionStrategyAutoConfiguration.class, DatabaseOutcomeAutoConfiguration.class,
						DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
						TransactionAutoConfiguration.class, JdbcTemplateAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:review;DB_CLOSE_DELAY=-1", "db.pool.size=1",
				"db.pool.max-overflow=0");

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.data", "jakarta.persistence", "org.hibernate", "org.postgresql",
			"io.micrometer", "org.springframework.web", "org.springframework.orm", "org.springframework.retry",
			"org.springframework.jdbc", "org.springframework.data.jpa" })
	void startsWithout(String packageName) {
		this.runner.withBean(WarehouseService.class)
			.withClassLoader(new FilteredClassLoader(packageName))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(WarehouseService.class).run();
			});
	}

	@Test
	void startsWithAMockedFactory() {
		this.runner.withBean("entityManagerFactory", EntityManagerFactory.class, () -> mock(EntityManagerFactory.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void h2BeginDoesNotLeak() {
		this.runner
			.run((context) -> leak(context.getBean(DataSource.class), context.getBean(JdbcTemplate.class), "BEGIN"));
	}

	@Test
	void sqliteBeginDoesNotLeak() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:sqlite:/tmp/review-" + System.nanoTime() + ".db")
			.run((context) -> leak(context.getBean(DataSource.class), context.getBean(JdbcTemplate.class),
					"BEGIN IMMEDIATE"));
	}

	// The next borrower's committed write must be permanent.
	private static void leak(DataSource dataSource, JdbcTemplate jdbc, String begin) throws Exception {
		jdbc.execute("DROP TABLE IF EXISTS t");
		jdbc.execute("CREATE TABLE t (a INT)");
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(begin);
			statement.execute("INSERT INTO t VALUES (1)");
		}
		jdbc.update("INSERT INTO t VALUES (2)");
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("ROLLBACK");
		}
		catch (Exception ex) {
			// no transaction is open: that is what should be
		}
		assertThat(jdbc.queryForList("SELECT a FROM t", Integer.class)).contains(2).doesNotContain(1);
	}

	public static class WarehouseService {

		@RetryableTransaction
		@Transactional
		public void run() {
		}

	}

}

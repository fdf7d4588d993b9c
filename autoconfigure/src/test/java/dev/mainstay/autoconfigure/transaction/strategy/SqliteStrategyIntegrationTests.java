package dev.mainstay.autoconfigure.transaction.strategy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.operation.DatabaseOperation;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of strategies on SQLite, which has no limit for a statement.
 */
@ExtendWith(OutputCaptureExtension.class)
class SqliteStrategyIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.sqlite();

	@Test
	void saysOnceThatThereIsNoStatementTimeout(CapturedOutput output) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DatabasePoolAutoConfiguration.class,
					DatabaseTransactionStrategyAutoConfiguration.class, DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
					TransactionAutoConfiguration.class))
			.withPropertyValues(database.springProperties())
			.withBean(Kitchen.class)
			.run((context) -> {
				assertThat(context.getBean(Kitchen.class).change()).isOne();
				assertThat(context.getBean(Kitchen.class).change()).isOne();
			});

		assertThat(output).containsOnlyOnce("Data source 'dataSource': the statement timeouts of transaction "
				+ "strategies do not hold, because SQLite has none that is known");
	}

	static class Kitchen {

		private final JdbcTemplate jdbc;

		Kitchen(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@DatabaseOperation(strategy = "simple-write")
		int change() {
			this.jdbc.execute("CREATE TABLE IF NOT EXISTS pot (id INTEGER)");
			return this.jdbc.update("INSERT INTO pot VALUES (1)");
		}

	}

}

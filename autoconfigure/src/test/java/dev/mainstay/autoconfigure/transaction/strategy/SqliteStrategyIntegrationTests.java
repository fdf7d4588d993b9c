package dev.mainstay.autoconfigure.transaction.strategy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

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
		StrategyApplication.withoutJpa(database).withBean(Kitchen.class).run((context) -> {
			assertThat(context.getBean(Kitchen.class).change()).isOne();
			assertThat(context.getBean(Kitchen.class).change()).isOne();
		});

		assertThat(output).containsOnlyOnce("Data source 'dataSource': the statement timeouts of transaction "
				+ "strategies and segments do not hold, because SQLite has none that is known");
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

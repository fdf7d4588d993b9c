package dev.mainstay.autoconfigure.transaction.strategy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of strategies on PostgreSQL.
 */
class PostgresStrategyIntegrationTests extends AbstractStrategyTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	PostgresStrategyIntegrationTests() {
		super(database, "SELECT setting FROM pg_settings WHERE name = 'statement_timeout'",
				"SELECT CAST(pg_sleep(60) AS text)");
	}

	@Override
	String shown(int millis) {
		return Integer.toString(millis);
	}

	@Test
	void givesTheTransactionItsIsolation() {
		assertThat(kitchen().strict("SHOW transaction_isolation")).isEqualTo("serializable");
		assertThat(kitchen().reading("SHOW transaction_isolation")).isEqualTo("read committed");
		assertThat(kitchen().plain("SHOW transaction_isolation")).isEqualTo("read committed");
	}

	@Test
	void refusesWritesOfAnOperationThatReads() {
		assertThatException().isThrownBy(kitchen()::writingWhereOneReads)
			.havingRootCause()
			.withMessageContaining("cannot execute INSERT in a read-only transaction");

		assertThat(kitchen().plain("SHOW transaction_read_only")).isEqualTo("off");
	}

}

package dev.mainstay.autoconfigure.transaction.strategy;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of strategies on MariaDB.
 */
class MariaDbStrategyIntegrationTests extends AbstractStrategyTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.mariadb();

	MariaDbStrategyIntegrationTests() {
		super(database, "SELECT CAST(@@max_statement_time AS CHAR)", "SELECT SLEEP(60)");
	}

	@Override
	String shown(int millis) {
		return BigDecimal.valueOf(millis * 1000L, 6).toPlainString();
	}

	@Test
	void givesTheTransactionItsIsolation() {
		assertThat(kitchen().strict("SELECT @@tx_isolation")).isEqualTo("SERIALIZABLE");
		assertThat(kitchen().reading("SELECT @@tx_isolation")).isEqualTo("REPEATABLE-READ");
		assertThat(kitchen().plain("SELECT @@tx_isolation")).isEqualTo("REPEATABLE-READ");
	}

	@Test
	void refusesWritesOfAnOperationThatReads() {
		assertThatException().isThrownBy(kitchen()::writingWhereOneReads)
			.havingRootCause()
			.withMessageContaining("READ ONLY transaction");

		assertThat(kitchen().dishes().existsById(99L)).isFalse();
	}

}

package dev.mainstay.autoconfigure.transaction.strategy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of strategies on H2.
 */
class H2StrategyIntegrationTests extends AbstractStrategyTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private static final String ISOLATION = "SELECT ISOLATION_LEVEL FROM INFORMATION_SCHEMA.SESSIONS "
			+ "WHERE SESSION_ID = SESSION_ID()";

	H2StrategyIntegrationTests() {
		super(database, "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'QUERY_TIMEOUT'",
				"SELECT count(*) FROM SYSTEM_RANGE(1, 100000) a, SYSTEM_RANGE(1, 100000) b WHERE mod(a.x * b.x, 7) = 8");
	}

	@Override
	String shown(int millis) {
		return Integer.toString(millis);
	}

	@Test
	void givesTheTransactionItsIsolation() {
		assertThat(kitchen().strict(ISOLATION)).isEqualTo("SERIALIZABLE");
		assertThat(kitchen().plain(ISOLATION)).isEqualTo("READ COMMITTED");
	}

}

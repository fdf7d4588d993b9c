package dev.mainstay.autoconfigure.cache;

import java.sql.SQLException;

import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.testsupport.TestDatabase;

/**
 * Tests of the query cache on H2.
 */
class H2CacheIntegrationTests extends AbstractCacheTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	H2CacheIntegrationTests() {
		super(database);
	}

	@Override
	long executions(String sql) throws SQLException {
		return ask("SET QUERY_STATISTICS TRUE",
				"SELECT coalesce(sum(execution_count), 0) FROM information_schema.query_statistics "
						+ "WHERE sql_statement = ?",
				sql);
	}

}

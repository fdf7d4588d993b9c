package dev.mainstay.autoconfigure.cache;

import java.sql.SQLException;

import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.testsupport.TestDatabase;

/**
 * Tests of the query cache on PostgreSQL.
 */
class PostgresCacheIntegrationTests extends AbstractCacheTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	PostgresCacheIntegrationTests() {
		super(database);
	}

	@Override
	long executions(String sql) throws SQLException {
		return ask("CREATE EXTENSION IF NOT EXISTS pg_stat_statements",
				"SELECT coalesce(sum(calls), 0) FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid "
						+ "WHERE datname = current_database() AND query = ?",
				sql);
	}

}

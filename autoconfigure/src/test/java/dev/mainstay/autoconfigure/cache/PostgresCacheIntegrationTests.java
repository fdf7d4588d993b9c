package dev.mainstay.autoconfigure.cache;

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

}

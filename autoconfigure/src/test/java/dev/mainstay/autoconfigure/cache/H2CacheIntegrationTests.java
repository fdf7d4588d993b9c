package dev.mainstay.autoconfigure.cache;

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

}

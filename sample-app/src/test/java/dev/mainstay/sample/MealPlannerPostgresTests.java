package dev.mainstay.sample;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import dev.mainstay.testsupport.TestDatabase;

/**
 * Tests for the meal planner on PostgreSQL.
 */
@ActiveProfiles("postgres")
class MealPlannerPostgresTests extends AbstractMealPlannerTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@DynamicPropertySource
	static void connectTo(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url", database::url);
		registry.add("spring.datasource.username", database::username);
		registry.add("spring.datasource.password", database::password);
	}

}

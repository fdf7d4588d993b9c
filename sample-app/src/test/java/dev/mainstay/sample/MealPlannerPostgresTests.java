package dev.mainstay.sample;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import dev.mainstay.sample.menu.MenuDetails;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

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

	@Test
	void servesNoDishTwiceInMenusMadeAtTheSameTime() throws Exception {
		long customer = register("in-a-hurry");
		Queue<MenuDetails> menus = new ConcurrentLinkedQueue<>();

		atTheSameTime(4, (i) -> menus.add(generate(customer, 3)));

		assertThat(menus).flatExtracting(AbstractMealPlannerTests::dishes).hasSize(12).doesNotHaveDuplicates();
	}

}

package dev.mainstay.sample;

import org.springframework.test.context.TestPropertySource;

/**
 * Tests for the meal planner on H2.
 */
@TestPropertySource(properties = "spring.datasource.url=jdbc:h2:mem:meal-planner-tests")
class MealPlannerH2Tests extends AbstractMealPlannerTests {

}

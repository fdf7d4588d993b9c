package dev.mainstay.sample.menu;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.test.util.ReflectionTestUtils;

import dev.mainstay.sample.recipe.Diet;
import dev.mainstay.sample.recipe.Recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MenuPlanner} and {@link Taste}.
 */
class MenuPlannerTests {

	private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

	private final Recipe dal = recipe(1, "Dal", "Indian");

	private final Recipe curry = recipe(2, "Curry", "Indian");

	private final Recipe risotto = recipe(3, "Risotto", "Italian");

	private final Map<Long, Integer> stars = new HashMap<>();

	private final Map<Long, Instant> lastServed = new HashMap<>();

	@Test
	void startsWithBestRated() {
		this.stars.put(this.risotto.getId(), 4);

		assertThat(choose(1)).containsExactly(this.risotto);
	}

	@Test
	void changesCuisineFromDayToDay() {
		assertThat(choose(3)).containsExactly(this.dal, this.risotto, this.curry);
	}

	@Test
	void repeatsCuisineForMuchBetterDish() {
		this.stars.put(this.curry.getId(), 5);

		assertThat(choose(2)).containsExactly(this.curry, this.risotto);

		this.stars.put(this.dal.getId(), 5);

		assertThat(choose(2)).containsExactly(this.dal, this.curry);
	}

	@Test
	void avoidsDishServedLately() {
		this.stars.put(this.dal.getId(), 5);
		this.lastServed.put(this.dal.getId(), NOW.minus(Duration.ofDays(1)));

		assertThat(choose(2)).doesNotContain(this.dal);
	}

	@Test
	void servesDishAgainAfterFourWeeks() {
		this.stars.put(this.dal.getId(), 5);
		this.lastServed.put(this.dal.getId(), NOW.minus(Duration.ofDays(28)));

		assertThat(choose(1)).containsExactly(this.dal);
	}

	@Test
	void trustsManyRatingsMoreThanOne() {
		rated(this.curry, 1, 5);
		rated(this.risotto, 100, 450);

		assertThat(choose(1)).containsExactly(this.risotto);
	}

	@Test
	void rejectsMoreDaysThanRecipes() {
		assertThatExceptionOfType(TooFewRecipesException.class).isThrownBy(() -> choose(4));
	}

	private List<Recipe> choose(int days) {
		Taste taste = new Taste(this.stars, this.lastServed, NOW);
		return new MenuPlanner(taste).choose(List.of(this.risotto, this.curry, this.dal), days);
	}

	private static Recipe recipe(long id, String title, String cuisine) {
		Recipe recipe = new Recipe(title, cuisine, Diet.VEGAN, 30, List.of());
		ReflectionTestUtils.setField(recipe, "id", id);
		return recipe;
	}

	private static void rated(Recipe recipe, long count, long sum) {
		ReflectionTestUtils.setField(recipe, "ratingCount", count);
		ReflectionTestUtils.setField(recipe, "ratingSum", sum);
	}

}

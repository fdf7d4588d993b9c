package dev.mainstay.cache.invalidation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.mainstay.cache.read.SimulatedCache;
import dev.mainstay.cache.version.InvalidationListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Invalidations}.
 */
class InvalidationsTests {

	private final SimulatedCache cache = new SimulatedCache();

	private final Invalidations invalidations = this.cache.invalidations();

	private final List<String> told = new ArrayList<>();

	@BeforeEach
	void fill() {
		this.cache.versions().addListener(new InvalidationListener() {

			@Override
			public void invalidated(Set<String> tags) {
				InvalidationsTests.this.told.add(tags.toString());
			}

			@Override
			public void invalidatedAll() {
				InvalidationsTests.this.told.add("everything");
			}

		});
		read("Recipes.search", "recipe");
		read("Recipes.byId", "recipe");
		read("Menus.week", "menu");
		assertThat(isReadAgain("Recipes.search", "recipe")).isFalse();
	}

	@Test
	void everythingIsReadAgainAndTakesNoRoomAnyMore() {
		assertThat(this.invalidations.requestAll()).isEqualTo(3);

		assertThat(this.cache.store().size()).isZero();
		assertThat(isReadAgain("Recipes.search", "recipe")).isTrue();
		assertThat(isReadAgain("Menus.week", "menu")).isTrue();
		assertThat(this.told).containsExactly("everything");
	}

	@Test
	void whatDependsOnATagIsReadAgainAndOthersAreTold() {
		assertThat(this.invalidations.requestTags(Set.of("recipe"))).isEmpty();

		assertThat(isReadAgain("Recipes.search", "recipe")).isTrue();
		assertThat(isReadAgain("Recipes.byId", "recipe")).isTrue();
		assertThat(isReadAgain("Menus.week", "menu")).isFalse();
		assertThat(this.told).containsExactly("[recipe]");
	}

	@ParameterizedTest
	@CsvSource({ "Recipe", "public.recipe", "SHOP.RECIPE" })
	void tablesAreKnownByTheWayPeopleWriteThem(String name) {
		assertThat(this.invalidations.requestTags(Set.of(name))).isEmpty();

		assertThat(isReadAgain("Recipes.search", "recipe")).isTrue();
	}

	@Test
	void saysWhichTagsNothingHasReadOrChanged() {
		assertThat(this.invalidations.requestTags(List.of("recipe", "recipes"))).containsExactly("recipes");
		assertThat(this.told).hasSize(1).first().asString().contains("recipes");
	}

	@Test
	void theAnswersOfAMethodAreReadAgainAndOthersAreTold() {
		assertThat(this.invalidations.requestMethods(List.of("Recipes.search", "Recipes.searhc")))
			.containsExactly("Recipes.searhc");

		assertThat(isReadAgain("Recipes.search", "recipe")).isTrue();
		assertThat(isReadAgain("Recipes.byId", "recipe")).isFalse();
		assertThat(this.told).hasSize(1).first().asString().contains("@Recipes.search");
	}

	@Test
	void answersMadeOfThoseOfAnInvalidatedMethodAreReadAgain() {
		this.cache.read("Page.show", 1, "page", 1, () -> read("Recipes.byId", "recipe"));
		assertThat(isReadAgain("Page.show", "page")).isFalse();

		this.invalidations.requestMethods(Set.of("Recipes.byId"));

		assertThat(isReadAgain("Page.show", "page")).isTrue();
	}

	@Test
	void anAnswerThatIsReadMeanwhileIsNotKept() {
		this.invalidations.requestMethods(Set.of("Recipes.search"));
		this.cache.read("Recipes.search", 1, "recipe", 1,
				() -> this.invalidations.requestMethods(Set.of("Recipes.search")));

		assertThat(isReadAgain("Recipes.search", "recipe")).isTrue();
	}

	@Test
	void methodsAreFoundByPattern() {
		assertThat(this.invalidations.requestMethodsLike("Recipes.*")).containsExactly("Recipes.byId",
				"Recipes.search");

		assertThat(isReadAgain("Recipes.search", "recipe")).isTrue();
		assertThat(isReadAgain("Menus.week", "menu")).isFalse();
		assertThat(this.invalidations.requestMethodsLike("Nothing*")).isEmpty();
	}

	@Test
	void countsRequestsAndWhatTheyChange() {
		long before = this.cache.versions().raisedAll();
		this.invalidations.requestTags(Set.of("recipe", "menu"));
		this.invalidations.requestMethodsLike("*");
		this.invalidations.requestAll();

		assertThat(this.invalidations.requests()).isEqualTo(3);
		assertThat(this.cache.versions().raised()).isEqualTo(5);
		assertThat(this.cache.versions().raisedAll()).isEqualTo(before + 1);
	}

	@ParameterizedTest
	@CsvSource({ "*, true", "Recipes.search, true", "Recipes.*, true", "*.search, true", "*.s*h, true",
			"Recipes.searc?, true", "R*.*.*, false", "Recipes, false", "recipes.*, false", "Recipes.search?, false",
			"*x, false", "'', false" })
	void patternsStandForNames(String pattern, boolean matches) {
		assertThat(new Glob(pattern).matches("Recipes.search")).isEqualTo(matches);
	}

	@Test
	void aPatternOfManyStarsTakesNoTime() {
		assertThat(new Glob("*a".repeat(100) + "b").matches("a".repeat(200))).isFalse();
	}

	private void read(String method, String tag) {
		isReadAgain(method, tag);
	}

	private boolean isReadAgain(String method, String tag) {
		return this.cache.read(method, 1, tag, 1);
	}

}

package dev.mainstay.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.mainstay.cache.store.LifetimeStatistics;
import dev.mainstay.cache.store.ShapeStatistics;
import dev.mainstay.cache.store.StoreStatistics;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CacheAdvice}.
 */
class CacheAdviceTests {

	private static final ShapeStatistics USEFUL = method("Recipes.search", 900, 100, 20, false, Map.of(), Map.of());

	@Test
	void hasNothingToSayAboutACacheThatIsOfUse() {
		assertThat(advice(all(0, 0, USEFUL), 1)).isEmpty();
	}

	@Test
	void tellsOfMethodsThatAreHardlyEverAskedTwice() {
		assertThat(advice(all(0, 0, method("Recipes.byId", 2, 300, 0, true, Map.of(), Map.of())), 0)).singleElement()
			.asString()
			.startsWith("Recipes.byId is hardly ever asked twice for the same (2 hits, 300 answers kept)")
			.contains("remove @CachedQuery");
	}

	@Test
	void tellsOfAnswersThatAreRefusedAndWhy() {
		ShapeStatistics entity = new ShapeStatistics("Recipes.byId", 0, 3, 0, 0, 3, 3, 0, false, Map.of(),
				Map.of("value", 3L), Map.of("value", "dev.Recipe is an entity; return a record"));
		assertThat(advice(all(0, 0, entity), 0))
			.containsExactly("Answers of Recipes.byId are not kept: dev.Recipe is an entity; return a record.");
		ShapeStatistics unknown = method("Recipes.byId", 0, 3, 0, false, Map.of(), Map.of("not-followed", 3L));
		assertThat(advice(all(0, 0, unknown), 0)).containsExactly(
				"Answers of Recipes.byId are not kept: The answer depends on something whose changes cannot be followed.");
	}

	@Test
	void saysNothingOfRefusalsAmongManyAnswersThatAreKept() {
		assertThat(advice(all(0, 0, method("Recipes.search", 900, 100, 20, false, Map.of(), Map.of("value", 2L))), 0))
			.isEmpty();
	}

	@Test
	void tellsOfMethodsThatAreCalledWhereTheCacheMustNotAnswer() {
		assertThat(advice(
				all(0, 0, method("Recipes.search", 10, 10, 0, false, Map.of("changed-by-transaction", 100L), Map.of())),
				0))
			.singleElement()
			.asString()
			.startsWith("100 of 120 calls of Recipes.search went past the cache");
	}

	@Test
	void tellsOfArgumentsThatCannotBePartsOfAKeyAndNotOfCallsThatAreNotWanted() {
		assertThat(advice(all(0, 0, method("Recipes.search", 0, 0, 0, false, Map.of("key", 3L), Map.of())), 0))
			.singleElement()
			.asString()
			.startsWith("3 of 3 calls of Recipes.search could not be cached: An argument");
		assertThat(advice(all(0, 0, method("Recipes.search", 9, 1, 0, false, Map.of("not-wanted", 500L), Map.of())), 0))
			.isEmpty();
	}

	@Test
	void tellsOfMethodsWhoseTablesAreChangedMoreOftenThanAskedFor() {
		assertThat(advice(all(0, 0, method("Stock.level", 40, 100, 90, false, Map.of(), Map.of())), 0)).singleElement()
			.asString()
			.contains("Stock.level", "90 answers outdated, 40 hits");
	}

	@Test
	void tellsThatThereIsTooLittleRoom() {
		assertThat(advice(all(200, 0, USEFUL), 0)).singleElement().asString().contains("raise db.cache.max-weight");
		assertThat(advice(all(0, 3, USEFUL), 0)).singleElement().asString().contains("more than an eighth of the room");
	}

	@Test
	void tellsThatChangesAreOftenNotUnderstood() {
		assertThat(advice(all(0, 0, USEFUL), 500)).singleElement().asString().startsWith("500 times it was not known");
	}

	private static List<String> advice(StoreStatistics statistics, long everything) {
		return new CacheAdvice(statistics, everything).sentences();
	}

	private static StoreStatistics all(long evicted, long tooLarge, ShapeStatistics method) {
		return new StoreStatistics(5, 10, 100, 1000, evicted, 0, 0, 0, tooLarge,
				new LifetimeStatistics(0, 0, Duration.ZERO), method, List.of(method));
	}

	private static ShapeStatistics method(String name, long hits, long misses, long outdated, boolean sampling,
			Map<String, Long> bypasses, Map<String, Long> refusals) {
		return new ShapeStatistics(name, hits, misses, outdated, misses, misses, misses, hits, sampling, bypasses,
				refusals, Map.of());
	}

}

package dev.mainstay.benchmark.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a load found.
 *
 * @param operations how many reads and changes there were
 * @param elapsed how long they took together
 * @param sortedNanos how long each read took, the shortest first
 * @param queries the queries of reads that reached the database
 * @param staleRecipes how many recipes were older than known when the read began
 * @param staleSearches how many searches had such a recipe
 * @param failedChanges how many changes failed
 * @param staleAtRest how many changed recipes are still out of date, alone or in a
 * search, when all has been quiet
 */
record CacheReport(long operations, Duration elapsed, long[] sortedNanos, RecipeDatabase.Queries queries,
		int staleRecipes, int staleSearches, int failedChanges, int staleAtRest) {

	static final String HEAD = "| application | operations/s | read p50 µs | read p99 µs | queries for recipes | for searches "
			+ "| against plain | stale recipes | stale searches | stale when quiet | failed changes |\n"
			+ "|---|---|---|---|---|---|---|---|---|---|---|";

	static CacheReport of(List<Readings> readings, Duration elapsed, RecipeDatabase.Queries queries, int staleAtRest) {
		return new CacheReport(readings.stream().mapToLong(Readings::operations).sum(), elapsed,
				readings.stream().flatMapToLong((thread) -> Arrays.stream(thread.nanos())).sorted().toArray(), queries,
				readings.stream().mapToInt(Readings::staleRecipes).sum(),
				readings.stream().mapToInt(Readings::staleSearches).sum(),
				readings.stream().mapToInt(Readings::failedChanges).sum(), staleAtRest);
	}

	String row(Object label, CacheReport plain) {
		return String.format(Locale.ROOT, "| %s | %d | %d | %d | %d | %d | %+.1f %% | %d | %d | %d | %d |", label,
				this.operations * 1_000_000_000 / Math.max(1, this.elapsed.toNanos()), micros(0.5), micros(0.99),
				this.queries.recipes(), this.queries.searches(),
				100.0 * (this.queries.all() - plain.queries.all()) / Math.max(1, plain.queries.all()),
				this.staleRecipes, this.staleSearches, this.staleAtRest, this.failedChanges);
	}

	private long micros(double quantile) {
		int count = this.sortedNanos.length;
		return (count != 0) ? this.sortedNanos[(int) (quantile * (count - 1))] / 1000 : 0;
	}

}

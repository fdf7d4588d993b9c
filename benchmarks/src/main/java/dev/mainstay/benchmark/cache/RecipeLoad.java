package dev.mainstay.benchmark.cache;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

import org.springframework.dao.DataAccessException;

/**
 * Reads and changes of recipes by some threads, each of which goes on when it has its
 * answer. Four reads of a recipe go with one search; the popularity of recipes and
 * categories is that of Zipf.
 */
final class RecipeLoad {

	static final int THREADS = 8;

	static final int AUTHORS = 3;

	private static final int SEARCH_PERCENT = 20;

	private final Recipes recipes;

	private final RecipeDatabase database;

	private final CommittedVersions committed;

	private final Zipf popularRecipes;

	private final Zipf popularCategories;

	private final int writePercent;

	/**
	 * Create a load.
	 * @param recipes what is read and changed
	 * @param database where they are
	 * @param asked how many of the recipes, and of the categories, anybody asks for
	 * @param writePercent how many of a hundred operations are changes
	 */
	RecipeLoad(Recipes recipes, RecipeDatabase database, int asked, int writePercent) {
		this.recipes = recipes;
		this.database = database;
		this.committed = new CommittedVersions(database.recipes());
		this.popularRecipes = new Zipf(Math.min(asked, database.recipes()));
		this.popularCategories = new Zipf(Math.min(asked, database.categories()));
		this.writePercent = writePercent;
	}

	/**
	 * Read everything once.
	 */
	void readAll() throws InterruptedException {
		each(this.database.recipes(), (index) -> this.recipes.recipe(index + 1));
		each(this.database.categories(), this.recipes::search);
	}

	/**
	 * Find out how much can be done.
	 * @param length for how long to try
	 * @return the number of operations
	 */
	long operationsIn(Duration length) throws InterruptedException {
		long end = System.nanoTime() + length.toNanos();
		return run(0, () -> System.nanoTime() - end < 0).stream().mapToLong(Readings::operations).sum();
	}

	/**
	 * Do some operations without looking at them.
	 * @param operations how many
	 */
	void warm(long operations) throws InterruptedException {
		run(1, operations);
	}

	/**
	 * Do operations, the same as every other load of as many does.
	 * @param operations how many
	 * @return what was found
	 */
	CacheReport measure(long operations) throws SQLException, InterruptedException {
		this.database.forgetQueries();
		long start = System.nanoTime();
		List<Readings> readings = run(2, operations);
		Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
		RecipeDatabase.Queries queries = this.database.queries();
		return CacheReport.of(readings, elapsed, queries, staleAtRest());
	}

	private int staleAtRest() {
		Readings readings = new Readings();
		List<Integer> changed = this.committed.changedRecipes();
		for (int recipe : changed) {
			int before = readings.staleRecipes() + readings.staleSearches();
			readRecipe(recipe, readings);
			if (readings.staleRecipes() + readings.staleSearches() == before) {
				readCategory(recipe % this.database.categories(), readings);
			}
		}
		return readings.staleRecipes() + readings.staleSearches();
	}

	private List<Readings> run(int seed, long operations) throws InterruptedException {
		return inThreads((thread) -> {
			Readings readings = new Readings();
			SplittableRandom random = new SplittableRandom(seed * 1000L + thread);
			for (long i = thread; i < operations; i += THREADS) {
				operate(random, readings);
			}
			return readings;
		});
	}

	private List<Readings> run(int seed, BooleanSupplier goOn) throws InterruptedException {
		return inThreads((thread) -> {
			Readings readings = new Readings();
			SplittableRandom random = new SplittableRandom(seed * 1000L + thread);
			while (goOn.getAsBoolean()) {
				operate(random, readings);
			}
			return readings;
		});
	}

	private void operate(SplittableRandom random, Readings readings) {
		readings.operation();
		if (random.nextInt(100) < this.writePercent) {
			change(this.popularRecipes.next(random), random.nextBoolean(), random.nextInt(AUTHORS), readings);
		}
		else if (random.nextInt(100) < SEARCH_PERCENT) {
			readCategory(this.popularCategories.next(random) % this.database.categories(), readings);
		}
		else {
			readRecipe(this.popularRecipes.next(random), readings);
		}
	}

	private void readRecipe(int id, Readings readings) {
		long known = this.committed.of(id);
		long start = System.nanoTime();
		RecipeView recipe = this.recipes.recipe(id);
		readings.read(System.nanoTime() - start);
		if (recipe.version() < known) {
			readings.staleRecipe();
		}
	}

	private void readCategory(int category, Readings readings) {
		int categories = this.database.categories();
		long[] known = new long[this.database.recipes() / categories + 1];
		for (int i = 0; i < known.length && category + i * categories <= this.database.recipes(); i++) {
			known[i] = this.committed.of(category + i * categories);
		}
		long start = System.nanoTime();
		List<RecipeSummary> found = this.recipes.search(category);
		readings.read(System.nanoTime() - start);
		if (found.stream().anyMatch((recipe) -> recipe.version() < known[recipe.id() / categories])) {
			readings.staleSearch();
		}
	}

	private void change(int id, boolean rate, int author, Readings readings) {
		try {
			long version = (rate) ? this.recipes.rate(id, author, 1 + (int) (readings.operations() % 5))
					: this.recipes.rename(id, "Recipe " + id + ", " + readings.operations());
			this.committed.committed(id, version);
		}
		catch (DataAccessException ex) {
			readings.failedChange();
		}
	}

	private void each(int count, IntConsumer work) throws InterruptedException {
		inThreads((thread) -> {
			for (int index = thread; index < count; index += THREADS) {
				work.accept(index);
			}
			return new Readings();
		});
	}

	private static List<Readings> inThreads(Work work) throws InterruptedException {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			CountDownLatch ready = new CountDownLatch(THREADS);
			List<Callable<Readings>> tasks = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				int thread = i;
				tasks.add(() -> {
					ready.countDown();
					ready.await();
					return work.perform(thread);
				});
			}
			List<Readings> readings = new ArrayList<>();
			for (Future<Readings> task : executor.invokeAll(tasks)) {
				readings.add(task.get());
			}
			return readings;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A read failed", ex.getCause());
		}
		finally {
			executor.shutdownNow();
		}
	}

	/**
	 * What a thread does.
	 */
	@FunctionalInterface
	private interface Work {

		Readings perform(int thread);

	}

}

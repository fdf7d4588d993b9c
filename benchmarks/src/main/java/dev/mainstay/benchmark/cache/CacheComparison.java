package dev.mainstay.benchmark.cache;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

import dev.mainstay.testsupport.PostgresServer;

/**
 * Sends the same reads and changes through applications that differ only in how they
 * cache what they read, on one PostgreSQL server, one after the other, and prints what
 * the database was spared and what was out of date.
 */
public final class CacheComparison {

	private static final int RECIPES = 10_000;

	private static final int HOT_RECIPES = 8;

	private static final int HOT_WRITE_PERCENT = 25;

	private final PostgresServer server;

	private final int recipes;

	private final Duration length;

	CacheComparison(PostgresServer server, int recipes, Duration length) {
		this.server = server;
		this.recipes = recipes;
		this.length = length;
	}

	/**
	 * Compare.
	 * @param arguments for how many seconds plain Spring Boot works, 20 if not given, and
	 * how many of a hundred operations are changes, once with 1 and once with 10 if not
	 * given; everybody else does as many operations
	 * @throws SQLException if the harness cannot do its part
	 * @throws IOException if the harness cannot do its part
	 * @throws InterruptedException if the comparison is interrupted
	 */
	public static void main(String[] arguments) throws SQLException, IOException, InterruptedException {
		Duration length = Duration
			.ofMillis((arguments.length > 0) ? (long) (1000 * Double.parseDouble(arguments[0])) : 20_000);
		int[] writePercents = (arguments.length > 1)
				? Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray() : new int[] { 1, 10 };
		try (PostgresServer server = PostgresServer.startNew()) {
			CacheComparison comparison = new CacheComparison(server, RECIPES, length);
			for (int writePercent : writePercents) {
				comparison.compare(writePercent);
			}
			comparison.race(false);
			comparison.race(true);
		}
	}

	void compare(int writePercent) throws SQLException, IOException, InterruptedException {
		Course course = new Course(false, this.recipes, writePercent, false);
		run("%d recipes, %d %% changes".formatted(this.recipes, writePercent), course);
	}

	void race(boolean enclosed) throws SQLException, IOException, InterruptedException {
		Course course = new Course(true, HOT_RECIPES, HOT_WRITE_PERCENT, enclosed);
		run("%d hot recipes, %d %% changes, a slow network, changes in a transaction %s".formatted(HOT_RECIPES,
				HOT_WRITE_PERCENT, (enclosed) ? "of the caller" : "of their own"), course);
	}

	private void run(String title, Course course) throws SQLException, IOException, InterruptedException {
		long operations = 0;
		CacheReport plain = null;
		for (CacheVariant variant : CacheVariant.values()) {
			try (RecipeDatabase database = RecipeDatabase.create(this.server, this.recipes, course.distant());
					RunningRecipes running = variant.start(database)) {
				RecipeLoad load = course.load(running, database);
				if (!course.distant()) {
					load.readAll();
				}
				if (plain == null) {
					load.operationsIn(this.length.dividedBy(4));
					operations = load.operationsIn(this.length);
				}
				load.warm(operations);
				CacheReport report = load.measure(operations);
				if (plain == null) {
					plain = report;
					System.out.printf("%n%s: %d operations%n%n%s%n", title, operations, CacheReport.HEAD);
				}
				System.out.println(report.row(variant, plain));
			}
		}
	}

	/**
	 * The circumstances under which all are compared.
	 *
	 * @param distant whether the network is slow
	 * @param asked how many of the recipes anybody asks for
	 * @param writePercent how many of a hundred operations are changes
	 * @param enclosed whether a change is made in a transaction of the caller
	 */
	private record Course(boolean distant, int asked, int writePercent, boolean enclosed) {

		RecipeLoad load(RunningRecipes running, RecipeDatabase database) {
			return new RecipeLoad((this.enclosed) ? running.calledInTransaction() : running.recipes(), database,
					this.asked, this.writePercent);
		}

	}

}

package dev.mainstay.benchmark.cache;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import dev.mainstay.testsupport.PostgresServer;

/**
 * A database of recipes, each with three ratings, that counts what it is asked.
 */
final class RecipeDatabase implements AutoCloseable {

	static final int RECIPES_PER_CATEGORY = 20;

	private static final AtomicInteger COUNTER = new AtomicInteger();

	// Those that lock are the first half of a change.
	private static final String QUERIES = """
			SELECT coalesce(sum(calls) FILTER (WHERE query !~* 'category ?= ?[$]'), 0),
				coalesce(sum(calls) FILTER (WHERE query ~* 'category ?= ?[$]'), 0)
			FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
			WHERE datname = current_database()
			AND query ~* 'from (recipe|rating)' AND query !~* 'for (no key )?update|pg_stat_statements'
			""";

	private final PostgresServer server;

	private final String name = "recipes_" + COUNTER.incrementAndGet();

	private final int recipes;

	private final @Nullable DistantNetwork network;

	private RecipeDatabase(PostgresServer server, int recipes, boolean distant) throws IOException {
		this.server = server;
		this.recipes = recipes;
		this.network = (distant) ? new DistantNetwork(server) : null;
	}

	static RecipeDatabase create(PostgresServer server, int recipes, boolean distant) throws SQLException, IOException {
		RecipeDatabase database = new RecipeDatabase(server, recipes, distant);
		server.createDatabase(database.name);
		database.fill();
		return database;
	}

	int recipes() {
		return this.recipes;
	}

	int categories() {
		return Math.max(1, this.recipes / RECIPES_PER_CATEGORY);
	}

	List<String> springProperties() {
		String url = this.server.jdbcUrl(this.name);
		return List.of("spring.datasource.url=" + ((this.network != null) ? this.network.through(url) : url),
				"spring.datasource.username=" + this.server.username(),
				"spring.datasource.password=" + this.server.password());
	}

	void forgetQueries() throws SQLException {
		execute("SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = current_database()");
	}

	Queries queries() throws SQLException {
		try (Connection connection = connect();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(QUERIES)) {
			row.next();
			return new Queries(row.getLong(1), row.getLong(2));
		}
	}

	private void fill() throws SQLException {
		execute("CREATE EXTENSION pg_stat_statements",
				"CREATE TABLE recipe (id int PRIMARY KEY, category int NOT NULL, title varchar(200) NOT NULL, "
						+ "changes int NOT NULL, version bigint NOT NULL)",
				"CREATE TABLE rating (id bigint PRIMARY KEY, recipe_id int NOT NULL REFERENCES recipe, "
						+ "author int NOT NULL, stars int NOT NULL)",
				"INSERT INTO recipe SELECT n, n % " + categories() + ", 'Recipe ' || n, 0, 0 FROM generate_series(1, "
						+ this.recipes + ") n",
				"INSERT INTO rating SELECT n * " + RecipeLoad.AUTHORS + " + a, n, a, a + 1 FROM generate_series(1, "
						+ this.recipes + ") n, generate_series(0, " + (RecipeLoad.AUTHORS - 1) + ") a",
				"CREATE INDEX recipe_category ON recipe (category)", "CREATE INDEX rating_recipe ON rating (recipe_id)",
				"ANALYZE");
	}

	private void execute(String... statements) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(this.server.jdbcUrl(this.name), this.server.username(),
				this.server.password());
	}

	@Override
	public void close() throws SQLException, IOException {
		if (this.network != null) {
			this.network.close();
		}
		this.server.dropDatabase(this.name);
	}

	/**
	 * How many queries the database was asked.
	 *
	 * @param recipes those for a recipe and its ratings
	 * @param searches those for the recipes of a category
	 */
	record Queries(long recipes, long searches) {

		long all() {
			return this.recipes + this.searches;
		}

	}

}

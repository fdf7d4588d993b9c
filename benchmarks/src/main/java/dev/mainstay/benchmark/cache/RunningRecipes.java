package dev.mainstay.benchmark.cache;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A running application with one variant of a cache.
 */
final class RunningRecipes implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final Recipes recipes;

	private RunningRecipes(ConfigurableApplicationContext context) {
		this.context = context;
		this.recipes = context.getBean(Recipes.class);
	}

	static RunningRecipes start(RecipeDatabase database, Class<?> configuration, boolean mainstay) {
		List<String> arguments = new ArrayList<>(database.springProperties());
		arguments.addAll(List.of("db.enabled=" + mainstay, "spring.main.banner-mode=off", "logging.level.root=error",
				// Room for all recipes and categories, as the others have it.
				"db.cache.max-size=20000", "spring.datasource.hikari.maximum-pool-size=" + RecipeLoad.THREADS));
		return new RunningRecipes(new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.run(arguments.stream().map("--"::concat).toArray(String[]::new)));
	}

	Recipes recipes() {
		return this.recipes;
	}

	/**
	 * Return the recipes as a caller has them that changes them in a transaction of his
	 * own, which is over before the change returns.
	 * @return the recipes
	 */
	Recipes calledInTransaction() {
		return new EnclosedRecipes(this.recipes,
				new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class)));
	}

	@Override
	public void close() {
		this.context.close();
	}

}

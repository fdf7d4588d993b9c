package dev.mainstay.benchmark.cache;

import java.util.List;

import org.springframework.transaction.support.TransactionTemplate;

/**
 * Recipes that are changed in a transaction of the caller, as a service does that calls
 * others.
 */
record EnclosedRecipes(Recipes recipes, TransactionTemplate transaction) implements Recipes {

	@Override
	public RecipeView recipe(int id) {
		return this.recipes.recipe(id);
	}

	@Override
	public List<RecipeSummary> search(int category) {
		return this.recipes.search(category);
	}

	@Override
	public long rename(int id, String title) {
		return this.transaction.execute((status) -> this.recipes.rename(id, title));
	}

	@Override
	public long rate(int id, int author, int stars) {
		return this.transaction.execute((status) -> this.recipes.rate(id, author, stars));
	}

}

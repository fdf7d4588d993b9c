package dev.mainstay.benchmark.cache;

import java.util.List;

import dev.mainstay.cache.CachedQuery;

/**
 * Recipes cached by Mainstay, which is told what to cache and nothing else.
 */
public class MainstayRecipes implements Recipes {

	private final JpaRecipes recipes;

	MainstayRecipes(JpaRecipes recipes) {
		this.recipes = recipes;
	}

	@Override
	@CachedQuery
	public RecipeView recipe(int id) {
		return this.recipes.recipe(id);
	}

	@Override
	@CachedQuery
	public List<RecipeSummary> search(int category) {
		return this.recipes.search(category);
	}

	@Override
	public long rename(int id, String title) {
		return this.recipes.rename(id, title);
	}

	@Override
	public long rate(int id, int author, int stars) {
		return this.recipes.rate(id, author, stars);
	}

}

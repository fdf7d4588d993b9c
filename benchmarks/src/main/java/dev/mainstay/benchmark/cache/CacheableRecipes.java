package dev.mainstay.benchmark.cache;

import java.util.List;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

/**
 * Recipes cached as the documentation of Spring does it: a recipe goes when it is
 * changed, and all search results with it.
 */
public class CacheableRecipes implements Recipes {

	static final String RECIPE = "recipe";

	static final String SEARCH = "search";

	private final JpaRecipes recipes;

	CacheableRecipes(JpaRecipes recipes) {
		this.recipes = recipes;
	}

	@Override
	@Cacheable(RECIPE)
	public RecipeView recipe(int id) {
		return this.recipes.recipe(id);
	}

	@Override
	@Cacheable(SEARCH)
	public List<RecipeSummary> search(int category) {
		return this.recipes.search(category);
	}

	@Override
	@Caching(evict = { @CacheEvict(cacheNames = RECIPE, key = "#p0"),
			@CacheEvict(cacheNames = SEARCH, allEntries = true) })
	public long rename(int id, String title) {
		return this.recipes.rename(id, title);
	}

	@Override
	@Caching(evict = { @CacheEvict(cacheNames = RECIPE, key = "#p0"),
			@CacheEvict(cacheNames = SEARCH, allEntries = true) })
	public long rate(int id, int author, int stars) {
		return this.recipes.rate(id, author, stars);
	}

}

package dev.mainstay.benchmark.cache;

import java.util.List;

/**
 * What the application does with recipes. A change returns the version that the recipe
 * has by it.
 */
public interface Recipes {

	RecipeView recipe(int id);

	List<RecipeSummary> search(int category);

	long rename(int id, String title);

	long rate(int id, int author, int stars);

}

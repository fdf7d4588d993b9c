package dev.mainstay.sample.demo;

import java.util.List;

import dev.mainstay.sample.recipe.Recipe;

/**
 * A recipe as it is printed in the cookbook.
 *
 * @param title what the dish is called
 * @param ingredients what is needed, a line each
 */
record CookbookEntry(String title, List<String> ingredients) {

	static CookbookEntry of(Recipe recipe) {
		return new CookbookEntry(recipe.getTitle(), recipe.getIngredients());
	}

}

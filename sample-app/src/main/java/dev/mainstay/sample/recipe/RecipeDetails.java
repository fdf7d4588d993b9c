package dev.mainstay.sample.recipe;

import java.util.List;

/**
 * All that is known of a recipe.
 *
 * @param id the recipe's number
 * @param title what the dish is called
 * @param cuisine where it comes from
 * @param diet who can eat it
 * @param minutes how long it takes to cook
 * @param ingredients what is needed, a line each
 * @param stars what the customers think of it
 */
public record RecipeDetails(long id, String title, String cuisine, Diet diet, int minutes, List<String> ingredients,
		Stars stars) {

	static RecipeDetails of(Recipe recipe) {
		return new RecipeDetails(recipe.getId(), recipe.getTitle(), recipe.getCuisine(), recipe.getDiet(),
				recipe.getMinutes(), recipe.getIngredients(), Stars.of(recipe));
	}

}

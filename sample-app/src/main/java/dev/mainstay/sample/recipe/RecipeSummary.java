package dev.mainstay.sample.recipe;

/**
 * A recipe as it appears in a list.
 *
 * @param id the recipe's number
 * @param title what the dish is called
 * @param cuisine where it comes from
 * @param diet who can eat it
 * @param minutes how long it takes to cook
 * @param stars what the customers think of it
 */
public record RecipeSummary(long id, String title, String cuisine, Diet diet, int minutes, Stars stars) {

	public static RecipeSummary of(Recipe recipe) {
		return new RecipeSummary(recipe.getId(), recipe.getTitle(), recipe.getCuisine(), recipe.getDiet(),
				recipe.getMinutes(), Stars.of(recipe));
	}

}

package dev.mainstay.sample.menu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import dev.mainstay.sample.recipe.Recipe;

/**
 * Chooses the dishes of a menu: the most welcome first, none twice, and rather not the
 * same cuisine on two days in a row.
 */
final class MenuPlanner {

	private static final double SAME_CUISINE_AGAIN = 1;

	private final Taste taste;

	MenuPlanner(Taste taste) {
		this.taste = taste;
	}

	List<Recipe> choose(Collection<Recipe> recipes, int days) {
		if (recipes.size() < days) {
			throw new TooFewRecipesException(days, recipes.size());
		}
		List<Recipe> left = new ArrayList<>(recipes);
		List<Recipe> chosen = new ArrayList<>(days);
		String cuisine = "";
		while (chosen.size() < days) {
			Recipe dish = left.stream().max(byScoreAfter(cuisine)).orElseThrow();
			left.remove(dish);
			chosen.add(dish);
			cuisine = dish.getCuisine();
		}
		return chosen;
	}

	private Comparator<Recipe> byScoreAfter(String cuisine) {
		return Comparator.<Recipe>comparingDouble((recipe) -> score(recipe, cuisine))
			.thenComparing(Recipe::getId, Comparator.reverseOrder());
	}

	private double score(Recipe recipe, String cuisineBefore) {
		double score = this.taste.score(recipe);
		return recipe.getCuisine().equals(cuisineBefore) ? score - SAME_CUISINE_AGAIN : score;
	}

}

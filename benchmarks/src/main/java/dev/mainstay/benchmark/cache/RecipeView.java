package dev.mainstay.benchmark.cache;

import java.util.List;

/**
 * A recipe with its ratings, as it is shown.
 *
 * @param id which recipe it is
 * @param version how often it had been changed
 * @param title its title
 * @param stars the stars of its ratings
 */
public record RecipeView(int id, long version, String title, List<Integer> stars) {

	public RecipeView {
		stars = List.copyOf(stars);
	}

}

package dev.mainstay.sample.recipe;

import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

/**
 * What the customers think of a recipe.
 *
 * @param ratings how many customers rated it
 * @param average the average number of stars to two decimals, null if nobody rated it yet
 */
public record Stars(long ratings, @Nullable Double average) {

	public static Stars of(Recipe recipe) {
		OptionalDouble average = recipe.averageStars();
		return new Stars(recipe.getRatingCount(), average.isPresent() ? round(average.getAsDouble()) : null);
	}

	private static double round(double stars) {
		return Math.round(stars * 100) / 100.0;
	}

}

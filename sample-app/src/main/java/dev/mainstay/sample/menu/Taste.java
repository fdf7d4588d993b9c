package dev.mainstay.sample.menu;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.mainstay.sample.recipe.Recipe;

/**
 * What a customer would like to eat now.
 *
 * @param stars the stars the customer gave, by the recipe's number
 * @param lastServed when the customer last had a recipe on a menu, by the recipe's number
 * @param now the time for which menus are made
 */
record Taste(Map<Long, Integer> stars, Map<Long, Instant> lastServed, Instant now) {

	private static final double USUAL_STARS = 3;

	private static final int DOUBT = 5;

	private static final double REPEAT_PENALTY = 3;

	private static final Duration FORGOTTEN_AFTER = Duration.ofDays(28);

	/**
	 * Return how welcome a dish is: the stars that the customer gave, or is likely to
	 * give, less what it loses for having been on a menu lately.
	 * @param recipe the dish
	 * @return the score, about 0 to 5
	 */
	double score(Recipe recipe) {
		return expectedStars(recipe) - REPEAT_PENALTY * memory(recipe);
	}

	/*
	 * A few votes say little, so an average counts as if DOUBT more customers had given
	 * the usual stars.
	 */
	private double expectedStars(Recipe recipe) {
		Integer own = this.stars.get(recipe.getId());
		if (own != null) {
			return own;
		}
		return (recipe.getRatingSum() + DOUBT * USUAL_STARS) / (recipe.getRatingCount() + DOUBT);
	}

	// 1 for a dish that was just served, falling to 0.
	private double memory(Recipe recipe) {
		Instant served = this.lastServed.get(recipe.getId());
		if (served == null) {
			return 0;
		}
		double age = (double) Duration.between(served, this.now).toSeconds() / FORGOTTEN_AFTER.toSeconds();
		return Math.max(0, 1 - age);
	}

}

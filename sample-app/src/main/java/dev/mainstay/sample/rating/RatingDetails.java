package dev.mainstay.sample.rating;

import dev.mainstay.sample.recipe.Stars;

/**
 * A rating and what it made of the recipe.
 *
 * @param recipeId the recipe's number
 * @param customerId the customer's number
 * @param given the stars that this customer gives
 * @param stars what all customers think of the recipe
 */
public record RatingDetails(long recipeId, long customerId, int given, Stars stars) {

}

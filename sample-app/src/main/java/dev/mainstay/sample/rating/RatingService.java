package dev.mainstay.sample.rating;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.operation.DatabaseOperation;
import dev.mainstay.sample.customer.Customer;
import dev.mainstay.sample.customer.CustomerService;
import dev.mainstay.sample.rating.RatingRepository.GivenStars;
import dev.mainstay.sample.recipe.Recipe;
import dev.mainstay.sample.recipe.RecipeService;
import dev.mainstay.sample.recipe.Stars;

/**
 * Takes ratings, many at a time, and keeps the stars of the recipes right.
 */
@Service
public class RatingService {

	private final RatingRepository ratings;

	private final RecipeService recipes;

	private final CustomerService customers;

	RatingService(RatingRepository ratings, RecipeService recipes, CustomerService customers) {
		this.ratings = ratings;
		this.recipes = recipes;
		this.customers = customers;
	}

	/**
	 * Give stars to a recipe; a customer who did so before changes their mind.
	 * <p>
	 * The customer's earlier rating is locked first and the recipe after it, always in
	 * this order. Two first ratings of one customer at the same time meet at the unique
	 * constraint, which lets only one of them through.
	 * @param recipeId the recipe's number
	 * @param rating who gives how many stars
	 * @return the rating and the recipe's new stars
	 */
	@DatabaseOperation(name = "rating", segments = { "medium", "fast" })
	@Transactional
	public RatingDetails rate(long recipeId, NewRating rating) {
		Customer customer = this.customers.get(rating.customerId());
		Optional<Rating> earlier = this.ratings.findByRecipeIdAndCustomerId(recipeId, customer.getId());
		Recipe recipe;
		if (earlier.isPresent()) {
			recipe = this.recipes.addStars(recipeId, 0, rating.stars() - earlier.get().getStars());
			earlier.get().setStars(rating.stars());
		}
		else {
			recipe = this.recipes.addStars(recipeId, 1, rating.stars());
			this.ratings.save(new Rating(recipe, customer, rating.stars()));
		}
		return new RatingDetails(recipeId, customer.getId(), rating.stars(), Stars.of(recipe));
	}

	/**
	 * Return what a customer thinks of the recipes.
	 * @param customerId the customer's number
	 * @return the stars they gave, by the recipe's number
	 */
	@Transactional(readOnly = true)
	public Map<Long, Integer> starsGivenBy(long customerId) {
		return this.ratings.findStarsGivenBy(customerId)
			.stream()
			.collect(Collectors.toMap(GivenStars::recipeId, GivenStars::stars));
	}

}

package dev.mainstay.sample.rating;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;

import dev.mainstay.sample.customer.Customer;
import dev.mainstay.sample.recipe.Recipe;

/**
 * How many stars a customer gives to a recipe; one per customer and recipe.
 */
@Entity
class Rating {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "rating_seq")
	@SequenceGenerator(name = "rating_seq")
	private long id;

	@ManyToOne(fetch = FetchType.LAZY)
	private Recipe recipe;

	@ManyToOne(fetch = FetchType.LAZY)
	private Customer customer;

	private int stars;

	@SuppressWarnings("NullAway.Init")
	protected Rating() {
	}

	Rating(Recipe recipe, Customer customer, int stars) {
		this.recipe = recipe;
		this.customer = customer;
		this.stars = stars;
	}

	int getStars() {
		return this.stars;
	}

	void setStars(int stars) {
		this.stars = stars;
	}

}

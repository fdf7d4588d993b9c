package dev.mainstay.sample.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SequenceGenerator;

/**
 * A dish that can be cooked, with the number and the sum of the stars it was given.
 */
@Entity
public class Recipe {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "recipe_seq")
	@SequenceGenerator(name = "recipe_seq")
	private long id;

	private String title;

	private String cuisine;

	@Enumerated(EnumType.STRING)
	private Diet diet;

	private int minutes;

	@ElementCollection
	@CollectionTable(name = "recipe_ingredient")
	@OrderColumn(name = "line_number")
	@Column(name = "ingredient")
	private List<String> ingredients = new ArrayList<>();

	// Changed by RecipeRepository.addStars only: a write of what was read before would
	// undo the ratings that came in between.
	@Column(updatable = false)
	private long ratingCount;

	@Column(updatable = false)
	private long ratingSum;

	@SuppressWarnings("NullAway.Init")
	protected Recipe() {
	}

	public Recipe(String title, String cuisine, Diet diet, int minutes, List<String> ingredients) {
		this.title = title;
		this.cuisine = cuisine;
		this.diet = diet;
		this.minutes = minutes;
		this.ingredients.addAll(ingredients);
	}

	public long getId() {
		return this.id;
	}

	public String getTitle() {
		return this.title;
	}

	public String getCuisine() {
		return this.cuisine;
	}

	public Diet getDiet() {
		return this.diet;
	}

	public int getMinutes() {
		return this.minutes;
	}

	public List<String> getIngredients() {
		return List.copyOf(this.ingredients);
	}

	public long getRatingCount() {
		return this.ratingCount;
	}

	public long getRatingSum() {
		return this.ratingSum;
	}

	/**
	 * Return the average number of stars.
	 * @return the average, empty if nobody rated the recipe yet
	 */
	public OptionalDouble averageStars() {
		return (this.ratingCount > 0) ? OptionalDouble.of((double) this.ratingSum / this.ratingCount)
				: OptionalDouble.empty();
	}

}

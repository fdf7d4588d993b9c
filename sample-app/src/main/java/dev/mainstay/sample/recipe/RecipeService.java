package dev.mainstay.sample.recipe;

import java.util.List;

import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.cache.CachedQuery;
import dev.mainstay.sample.NotFoundException;

/**
 * Keeps the recipes and the stars they are given.
 */
@Service
public class RecipeService {

	private static final Sort BY_TITLE = Sort.by("title", "id");

	private final RecipeRepository recipes;

	RecipeService(RecipeRepository recipes) {
		this.recipes = recipes;
	}

	@Transactional
	public RecipeDetails add(NewRecipe recipe) {
		return RecipeDetails.of(this.recipes
			.save(new Recipe(recipe.title(), recipe.cuisine(), recipe.diet(), recipe.minutes(), recipe.ingredients())));
	}

	@Transactional(readOnly = true)
	public RecipeDetails details(long id) {
		return RecipeDetails.of(get(id));
	}

	/**
	 * Find recipes by their titles. Answers come from the cache until a recipe changes.
	 * @param text a part of the title, in any case
	 * @param page the number of the page, from 0
	 * @param size how many recipes to a page
	 * @return the page
	 */
	@CachedQuery
	@Transactional(readOnly = true)
	public RecipePage search(String text, int page, int size) {
		return RecipePage
			.of(this.recipes.findByTitleContainingIgnoreCase(text.strip(), PageRequest.of(page, size, BY_TITLE)));
	}

	/**
	 * Return the recipes that somebody can eat, for use in the caller's transaction.
	 * @param diet what they eat
	 * @param maxMinutes how long they want to cook at most
	 * @return the recipes, in no particular order
	 */
	@Transactional(readOnly = true)
	public List<Recipe> suitable(Diet diet, int maxMinutes) {
		return this.recipes.findByDietInAndMinutesLessThanEqual(diet.suitable(), maxMinutes);
	}

	/**
	 * Add to the stars of a recipe. This locks the recipe until the caller's transaction
	 * ends, so call it late.
	 * @param id the recipe's number
	 * @param count how many ratings came in
	 * @param stars how many stars they add; negative if a customer changed their mind
	 * @return the recipe with its new stars
	 * @throws NotFoundException if there is no such recipe
	 */
	@Transactional
	public Recipe addStars(long id, int count, int stars) {
		if (this.recipes.addStars(id, count, stars) == 0) {
			throw new NotFoundException("recipe", id);
		}
		return get(id);
	}

	private Recipe get(long id) {
		return this.recipes.findById(id).orElseThrow(() -> new NotFoundException("recipe", id));
	}

}

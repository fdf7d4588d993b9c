package dev.mainstay.kitchen;

import java.util.stream.Stream;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads recipes the way it should not be done.
 */
@Service
public class RecipeService {

	private final RecipeRepository recipes;

	private final AuthorService authors;

	RecipeService(RecipeRepository recipes, AuthorService authors) {
		this.recipes = recipes;
		this.authors = authors;
	}

	@Transactional
	public int countIngredients() {
		int count = 0;
		for (Recipe recipe : this.recipes.findAll()) {
			count += recipe.ingredients.size();
		}
		return count;
	}

	@Transactional
	public int countPhotos() {
		int count = 0;
		for (Recipe recipe : this.recipes.findAll()) {
			count += recipe.photos.size();
		}
		return count;
	}

	@Transactional
	public int countTags() {
		return this.recipes.findAll().stream().mapToInt((recipe) -> recipe.tags.size()).sum();
	}

	@Transactional
	public int lettersOfAuthors() {
		int letters = 0;
		for (Recipe recipe : this.recipes.findAll()) {
			letters += recipe.author.getName().length();
		}
		return letters;
	}

	@Transactional
	public int countInStream() {
		try (Stream<Recipe> stream = this.recipes.stream()) {
			return stream.mapToInt((recipe) -> recipe.ingredients.size()).sum();
		}
	}

	public int namesByService() {
		int letters = 0;
		for (long id = 1; id <= Kitchen.RECIPES; id++) {
			letters += this.authors.name(id).length();
		}
		return letters;
	}

	public int titlesById() {
		int letters = 0;
		for (long id = 1; id <= Kitchen.RECIPES; id++) {
			letters += this.recipes.findById(id).orElseThrow().title.length();
		}
		return letters;
	}

}

package dev.mainstay.sample.demo;

import java.util.List;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * All recipes with their ingredients, read in two ways: the one that is written first,
 * and the one that is written when the cookbook has grown.
 */
@Service
class Cookbook {

	private final CookbookRepository recipes;

	Cookbook(CookbookRepository recipes) {
		this.recipes = recipes;
	}

	/**
	 * Read the recipes, and then of each one its ingredients: an N+1.
	 * @return the cookbook
	 */
	@Transactional(readOnly = true)
	List<CookbookEntry> printOneByOne() {
		return this.recipes.findByOrderByTitle().stream().map(CookbookEntry::of).toList();
	}

	/**
	 * Read the recipes together with their ingredients, in one query.
	 * @return the same cookbook
	 */
	@Transactional(readOnly = true)
	List<CookbookEntry> printAtOnce() {
		return this.recipes.findWithIngredientsByOrderByTitle().stream().map(CookbookEntry::of).toList();
	}

}

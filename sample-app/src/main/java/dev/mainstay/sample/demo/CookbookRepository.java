package dev.mainstay.sample.demo;

import java.util.List;

import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.repository.Repository;

import dev.mainstay.sample.recipe.Recipe;

/**
 * Reads the recipes of the cookbook, without and with their ingredients.
 */
interface CookbookRepository extends Repository<Recipe, Long> {

	List<Recipe> findByOrderByTitle();

	@EntityGraph(attributePaths = "ingredients")
	List<Recipe> findWithIngredientsByOrderByTitle();

}

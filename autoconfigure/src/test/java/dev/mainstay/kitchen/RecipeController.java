package dev.mainstay.kitchen;

import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows recipes to those who ask over HTTP.
 */
@RestController
public class RecipeController {

	private final RecipeRepository recipes;

	private final RecipeService service;

	private final JdbcTemplate jdbc;

	RecipeController(RecipeRepository recipes, RecipeService service, JdbcTemplate jdbc) {
		this.recipes = recipes;
		this.service = service;
		this.jdbc = jdbc;
	}

	@GetMapping("/ingredients")
	int ingredients() {
		return this.service.countIngredients();
	}

	@GetMapping("/recipes")
	List<Recipe> recipes() {
		return this.recipes.findAll();
	}

	@GetMapping("/titles")
	int titles() {
		return this.service.titlesById();
	}

	@GetMapping("/names")
	int names() {
		return this.service.namesByService();
	}

	@GetMapping("/portions")
	int portions() {
		int sum = 0;
		for (long id : this.jdbc.queryForList("select id from recipe", Long.class)) {
			sum += this.jdbc.queryForObject("select portions from recipe where id = ?", Integer.class, id);
		}
		return sum;
	}

	@GetMapping("/literals")
	int literals() {
		int sum = 0;
		for (int id = 1; id <= Kitchen.RECIPES; id++) {
			sum += this.jdbc.queryForList("select name from ingredient where recipe_id = " + id).size();
		}
		return sum;
	}

	@GetMapping("/latest")
	int latest() {
		int sum = 0;
		for (int id = 1; id <= Kitchen.RECIPES; id++) {
			sum += this.jdbc
				.queryForList("select name from ingredient where recipe_id = ? order by id desc limit 1", id)
				.size();
		}
		return sum;
	}

}

package dev.mainstay.sample.recipe;

import java.net.URI;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Recipes over HTTP.
 */
@RestController
@RequestMapping("/recipes")
class RecipeController {

	private final RecipeService recipes;

	RecipeController(RecipeService recipes) {
		this.recipes = recipes;
	}

	@GetMapping
	RecipePage search(@RequestParam(defaultValue = "") String search,
			@RequestParam(defaultValue = "0") @Min(0) @Max(100_000) int page,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
		return this.recipes.search(search, page, size);
	}

	@GetMapping("/{id}")
	RecipeDetails details(@PathVariable long id) {
		return this.recipes.details(id);
	}

	@PostMapping
	ResponseEntity<RecipeDetails> add(@RequestBody @Valid NewRecipe recipe) {
		RecipeDetails added = this.recipes.add(recipe);
		return ResponseEntity.created(location(added.id())).body(added);
	}

	private URI location(long id) {
		return ServletUriComponentsBuilder.fromCurrentRequest().path("/{id}").build(id);
	}

}

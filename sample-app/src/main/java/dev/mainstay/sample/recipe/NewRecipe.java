package dev.mainstay.sample.recipe;

import java.util.List;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A recipe that somebody adds.
 *
 * @param title what the dish is called
 * @param cuisine where it comes from
 * @param diet who can eat it
 * @param minutes how long it takes to cook
 * @param ingredients what is needed, a line each
 */
public record NewRecipe(@NotBlank @Size(max = 200) String title, @NotBlank @Size(max = 50) String cuisine,
		@NotNull Diet diet, @NotNull @Min(1) @Max(600) Integer minutes,
		@NotEmpty @Size(max = 50) List<@NotBlank @Size(max = 200) String> ingredients) {

}

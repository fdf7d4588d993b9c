package dev.mainstay.sample.rating;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * What a customer says of a recipe.
 *
 * @param customerId who says so
 * @param stars how good it is
 */
public record NewRating(@NotNull Long customerId, @NotNull @Min(1) @Max(5) Integer stars) {

}

package dev.mainstay.sample.customer;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import dev.mainstay.sample.recipe.Diet;

/**
 * What a customer tells about themselves when they register.
 *
 * @param name how to address them
 * @param email where to reach them; no two customers have the same
 * @param diet what they eat
 */
public record NewCustomer(@NotBlank @Size(max = 100) String name, @NotBlank @Email @Size(max = 254) String email,
		@NotNull Diet diet) {

}

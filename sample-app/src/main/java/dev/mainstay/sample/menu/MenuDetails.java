package dev.mainstay.sample.menu;

import java.time.Instant;
import java.util.List;

import dev.mainstay.sample.recipe.RecipeSummary;

/**
 * A menu with its dishes.
 *
 * @param id the menu's number
 * @param customerId who is going to eat
 * @param createdAt when it was made
 * @param dishes the dishes in the order of the days
 */
public record MenuDetails(long id, long customerId, Instant createdAt, List<Dish> dishes) {

	static MenuDetails of(Menu menu) {
		return new MenuDetails(menu.getId(), menu.getCustomer().getId(), menu.getCreatedAt(),
				menu.getEntries().stream().map(Dish::of).toList());
	}

	/**
	 * What to cook on one day.
	 *
	 * @param day the day, from 1
	 * @param recipe the recipe
	 */
	public record Dish(int day, RecipeSummary recipe) {

		static Dish of(MenuEntry entry) {
			return new Dish(entry.getDay(), RecipeSummary.of(entry.getRecipe()));
		}

	}

}

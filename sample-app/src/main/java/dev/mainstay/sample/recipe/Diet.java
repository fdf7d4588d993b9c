package dev.mainstay.sample.recipe;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a recipe contains and what a customer eats, from everything to plants only.
 */
public enum Diet {

	/**
	 * Everything.
	 */
	OMNIVORE,

	/**
	 * No meat and no fish.
	 */
	VEGETARIAN,

	/**
	 * Nothing from animals.
	 */
	VEGAN;

	/**
	 * Return the diets of the recipes that somebody with this diet can eat.
	 * @return this diet and the stricter ones
	 */
	public Set<Diet> suitable() {
		return EnumSet.range(this, VEGAN);
	}

}

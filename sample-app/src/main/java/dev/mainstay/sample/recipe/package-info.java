/**
 * What can be cooked; start at {@link dev.mainstay.sample.recipe.RecipeService}.
 */
@NullMarked
package dev.mainstay.sample.recipe;

import org.jspecify.annotations.NullMarked;

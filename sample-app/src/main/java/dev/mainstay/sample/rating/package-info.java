/**
 * What the customers think of the recipes: many small writes to few rows; start at
 * {@link dev.mainstay.sample.rating.RatingService}.
 */
@NullMarked
package dev.mainstay.sample.rating;

import org.jspecify.annotations.NullMarked;

package dev.mainstay.sample.rating;

import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Ratings over HTTP.
 */
@RestController
class RatingController {

	private final RatingService ratings;

	RatingController(RatingService ratings) {
		this.ratings = ratings;
	}

	@PostMapping("/recipes/{recipeId}/ratings")
	RatingDetails rate(@PathVariable long recipeId, @RequestBody @Valid NewRating rating) {
		return this.ratings.rate(recipeId, rating);
	}

}

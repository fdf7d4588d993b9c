package dev.mainstay.kitchen;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

/**
 * A picture of a recipe.
 */
@Entity
class Photo {

	@Id
	Long id;

	@ManyToOne(fetch = FetchType.LAZY)
	Recipe recipe;

}

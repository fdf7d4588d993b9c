package dev.mainstay.kitchen;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/**
 * Who wrote a recipe.
 */
@Entity
class Author {

	@Id
	Long id;

	String name;

	String getName() {
		return this.name;
	}

}

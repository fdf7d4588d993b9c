package dev.mainstay.kitchen;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

/**
 * What goes into a recipe.
 */
@Entity
public class Ingredient {

	@Id
	Long id;

	String name;

	@JsonIgnore
	@ManyToOne(fetch = FetchType.LAZY)
	Recipe recipe;

	public String getName() {
		return this.name;
	}

}

package dev.mainstay.kitchen;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import org.hibernate.annotations.BatchSize;

/**
 * A recipe, all of whose parts are loaded when they are needed.
 */
@Entity
public class Recipe {

	@Id
	Long id;

	String title;

	int portions;

	@JsonIgnore
	@ManyToOne(fetch = FetchType.LAZY)
	Author author;

	@OneToMany(mappedBy = "recipe")
	List<Ingredient> ingredients;

	@JsonIgnore
	@ElementCollection
	Set<String> tags;

	@JsonIgnore
	@OneToMany(mappedBy = "recipe")
	@BatchSize(size = 10)
	List<Photo> photos;

	public Long getId() {
		return this.id;
	}

	public List<Ingredient> getIngredients() {
		return this.ingredients;
	}

}

package dev.mainstay.benchmark.cache;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Version;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;

/**
 * A recipe, whose version rises whenever it or one of its ratings is changed.
 */
@Entity
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
@SuppressWarnings("NullAway.Init")
public class Recipe {

	@Id
	private int id;

	private int category;

	private String title;

	private int changes;

	@Version
	private long version;

	@OneToMany(mappedBy = "recipe")
	@OrderBy("author")
	@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
	private List<Rating> ratings = new ArrayList<>();

	protected Recipe() {
	}

	void rename(String title) {
		this.title = title;
		this.changes++;
	}

	void rate(Rating rating, int stars) {
		rating.change(stars);
		this.changes++;
	}

	long version() {
		return this.version;
	}

	RecipeView view() {
		return new RecipeView(this.id, this.version, this.title, this.ratings.stream().map(Rating::stars).toList());
	}

	RecipeSummary summary() {
		return new RecipeSummary(this.id, this.version, this.title);
	}

}

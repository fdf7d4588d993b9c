package dev.mainstay.benchmark.cache;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;

/**
 * How many stars somebody gave to a recipe.
 */
@Entity
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
@SuppressWarnings("NullAway.Init")
public class Rating {

	@Id
	private long id;

	@ManyToOne(fetch = FetchType.LAZY)
	private Recipe recipe;

	private int author;

	private int stars;

	protected Rating() {
	}

	int stars() {
		return this.stars;
	}

	void change(int stars) {
		this.stars = stars;
	}

}

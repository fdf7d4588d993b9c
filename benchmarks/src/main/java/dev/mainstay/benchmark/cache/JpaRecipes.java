package dev.mainstay.benchmark.cache;

import java.util.List;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import org.hibernate.jpa.HibernateHints;
import org.springframework.transaction.annotation.Transactional;

/**
 * Recipes in the database, without a cache but those of Hibernate, if it has any.
 */
@SuppressWarnings("NullAway.Init")
public class JpaRecipes implements Recipes {

	@PersistenceContext
	private EntityManager entityManager;

	@Override
	@Transactional(readOnly = true)
	public RecipeView recipe(int id) {
		return this.entityManager.find(Recipe.class, id).view();
	}

	@Override
	@Transactional(readOnly = true)
	public List<RecipeSummary> search(int category) {
		return this.entityManager
			.createQuery("select r from Recipe r where r.category = :category order by r.id", Recipe.class)
			.setParameter("category", category)
			.setHint(HibernateHints.HINT_CACHEABLE, true)
			.getResultStream()
			.map(Recipe::summary)
			.toList();
	}

	@Override
	@Transactional
	public long rename(int id, String title) {
		Recipe recipe = locked(id);
		recipe.rename(title);
		this.entityManager.flush();
		return recipe.version();
	}

	@Override
	@Transactional
	public long rate(int id, int author, int stars) {
		Recipe recipe = locked(id);
		Rating rating = this.entityManager
			.createQuery("select g from Rating g where g.recipe.id = :id and g.author = :author", Rating.class)
			.setParameter("id", id)
			.setParameter("author", author)
			.setLockMode(LockModeType.PESSIMISTIC_WRITE)
			.getSingleResult();
		recipe.rate(rating, stars);
		this.entityManager.flush();
		return recipe.version();
	}

	// As a repository with @Lock has it: two changes of a recipe take place one after the
	// other.
	private Recipe locked(int id) {
		return this.entityManager.createQuery("select r from Recipe r where r.id = :id", Recipe.class)
			.setParameter("id", id)
			.setLockMode(LockModeType.PESSIMISTIC_WRITE)
			.getSingleResult();
	}

}

package dev.mainstay.sample.recipe;

import java.util.Collection;
import java.util.List;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/**
 * Stores recipes.
 */
interface RecipeRepository extends JpaRepository<Recipe, Long> {

	Page<Recipe> findByTitleContainingIgnoreCase(String text, Pageable page);

	List<Recipe> findByDietInAndMinutesLessThanEqual(Collection<Diet> diets, int minutes);

	/**
	 * Add to the stars of a recipe in one statement, so that ratings given at the same
	 * time all count.
	 * @param id the recipe's number
	 * @param count how many ratings came in
	 * @param stars how many stars they add; negative if a customer changed their mind
	 * @return the number of recipes changed: 0 if there is no such recipe
	 */
	@Modifying
	@Query("""
			update Recipe r set r.ratingCount = r.ratingCount + :count, r.ratingSum = r.ratingSum + :stars
			where r.id = :id""")
	int addStars(long id, int count, int stars);

}

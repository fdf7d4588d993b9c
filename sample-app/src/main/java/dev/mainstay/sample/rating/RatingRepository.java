package dev.mainstay.sample.rating;

import java.util.List;
import java.util.Optional;

import jakarta.persistence.LockModeType;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/**
 * Stores ratings.
 */
interface RatingRepository extends JpaRepository<Rating, Long> {

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<Rating> findByRecipeIdAndCustomerId(long recipeId, long customerId);

	@Query("select r.recipe.id, r.stars from Rating r where r.customer.id = :customerId")
	List<GivenStars> findStarsGivenBy(long customerId);

	/**
	 * The stars that a customer gave to one recipe.
	 *
	 * @param recipeId the recipe's number
	 * @param stars the stars, 1 to 5
	 */
	record GivenStars(long recipeId, int stars) {

	}

}

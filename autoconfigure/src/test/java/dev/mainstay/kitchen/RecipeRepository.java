package dev.mainstay.kitchen;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/**
 * All recipes.
 */
interface RecipeRepository extends JpaRepository<Recipe, Long> {

	@Query("select r from Recipe r order by r.id")
	Stream<Recipe> stream();

	@Query("select r from Recipe r join fetch r.ingredients i order by i.name")
	List<Recipe> withIngredients(Pageable page);

}

package dev.mainstay.sample.menu;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/**
 * Stores menus.
 */
interface MenuRepository extends JpaRepository<Menu, Long> {

	@EntityGraph(attributePaths = "entries.recipe")
	Optional<Menu> findWithEntriesById(long id);

	@Query("""
			select m.id, m.createdAt, size(m.entries) from Menu m
			where m.customer.id = :customerId order by m.createdAt desc, m.id desc""")
	List<MenuSummary> findSummaries(long customerId, Limit limit);

	@Query("""
			select e.recipe.id, max(e.menu.createdAt) from MenuEntry e
			where e.menu.customer.id = :customerId group by e.recipe.id""")
	List<Serving> findLastServings(long customerId);

	/**
	 * The last time that a customer had a recipe on a menu.
	 *
	 * @param recipeId the recipe's number
	 * @param plannedAt when the menu was made
	 */
	record Serving(long recipeId, Instant plannedAt) {

	}

}

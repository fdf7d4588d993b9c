package dev.mainstay.autoconfigure.cache.menu;

import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

import dev.mainstay.cache.CachedQuery;

/**
 * All dishes.
 */
public interface DishRepository extends JpaRepository<Dish, Long> {

	@CachedQuery
	@Query("select d.name from Dish d where d.price <= :most order by d.name")
	List<String> findNames(int most);

	@CachedQuery
	@Query("select d.name from Dish d")
	List<String> findNames(Pageable page);

	@CachedQuery
	@Query("select new dev.mainstay.autoconfigure.cache.menu.DishView(d.name, d.price) from Dish d where d.id = :id")
	Optional<DishView> findView(long id);

	@CachedQuery(warm = true)
	@Query("select d.name from Dish d order by d.name")
	List<String> findAllNames();

	@CachedQuery
	@Override
	long count();

}

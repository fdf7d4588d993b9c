package dev.mainstay.autoconfigure.transaction.safety;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * The boxes.
 */
public interface BoxRepository extends JpaRepository<Box, Long> {

	List<Box> findByName(String name);

}

package dev.mainstay.autoconfigure.transaction.shop;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * The customers.
 */
public interface CustomerRepository extends JpaRepository<Customer, Long> {

	List<Customer> findByName(String name);

}

package dev.mainstay.sample.customer;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * Stores customers.
 */
interface CustomerRepository extends JpaRepository<Customer, Long> {

}

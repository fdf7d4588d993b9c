package dev.mainstay.sample.customer;

import dev.mainstay.sample.recipe.Diet;

/**
 * A customer as the API shows them.
 *
 * @param id the customer's number
 * @param name how to address them
 * @param email where to reach them
 * @param diet what they eat
 */
public record CustomerDetails(long id, String name, String email, Diet diet) {

	static CustomerDetails of(Customer customer) {
		return new CustomerDetails(customer.getId(), customer.getName(), customer.getEmail(), customer.getDiet());
	}

}

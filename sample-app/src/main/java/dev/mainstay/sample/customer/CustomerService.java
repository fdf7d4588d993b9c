package dev.mainstay.sample.customer;

import java.util.Locale;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.sample.NotFoundException;

/**
 * Registers customers and finds them again.
 */
@Service
public class CustomerService {

	private final CustomerRepository customers;

	CustomerService(CustomerRepository customers) {
		this.customers = customers;
	}

	@Transactional
	public CustomerDetails register(NewCustomer customer) {
		String email = customer.email().toLowerCase(Locale.ROOT);
		return CustomerDetails.of(this.customers.save(new Customer(customer.name(), email, customer.diet())));
	}

	@Transactional(readOnly = true)
	public CustomerDetails details(long id) {
		return CustomerDetails.of(get(id));
	}

	/**
	 * Return the customer for use in the caller's transaction.
	 * @param id the customer's number
	 * @return the customer
	 * @throws NotFoundException if there is no such customer
	 */
	@Transactional(readOnly = true)
	public Customer get(long id) {
		return this.customers.findById(id).orElseThrow(() -> new NotFoundException("customer", id));
	}

}

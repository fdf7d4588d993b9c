package dev.mainstay.sample.customer;

import java.net.URI;

import jakarta.validation.Valid;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Customers over HTTP.
 */
@RestController
@RequestMapping("/customers")
class CustomerController {

	private final CustomerService customers;

	CustomerController(CustomerService customers) {
		this.customers = customers;
	}

	@PostMapping
	ResponseEntity<CustomerDetails> register(@RequestBody @Valid NewCustomer customer) {
		CustomerDetails registered = this.customers.register(customer);
		return ResponseEntity.created(location(registered.id())).body(registered);
	}

	@GetMapping("/{id}")
	CustomerDetails details(@PathVariable long id) {
		return this.customers.details(id);
	}

	private URI location(long id) {
		return ServletUriComponentsBuilder.fromCurrentRequest().path("/{id}").build(id);
	}

}

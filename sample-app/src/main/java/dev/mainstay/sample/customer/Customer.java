package dev.mainstay.sample.customer;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

import dev.mainstay.sample.recipe.Diet;

/**
 * Somebody who rates recipes and has menus made.
 */
@Entity
public class Customer {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "customer_seq")
	@SequenceGenerator(name = "customer_seq")
	private long id;

	private String name;

	private String email;

	@Enumerated(EnumType.STRING)
	private Diet diet;

	@SuppressWarnings("NullAway.Init")
	protected Customer() {
	}

	public Customer(String name, String email, Diet diet) {
		this.name = name;
		this.email = email;
		this.diet = diet;
	}

	public long getId() {
		return this.id;
	}

	public String getName() {
		return this.name;
	}

	public String getEmail() {
		return this.email;
	}

	public Diet getDiet() {
		return this.diet;
	}

}

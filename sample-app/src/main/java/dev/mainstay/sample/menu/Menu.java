package dev.mainstay.sample.menu;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;

import dev.mainstay.sample.customer.Customer;
import dev.mainstay.sample.recipe.Recipe;

/**
 * What a customer is going to cook, a dish a day.
 */
@Entity
class Menu {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "menu_seq")
	@SequenceGenerator(name = "menu_seq")
	private long id;

	@ManyToOne(fetch = FetchType.LAZY)
	private Customer customer;

	private Instant createdAt;

	@OneToMany(mappedBy = "menu", cascade = CascadeType.PERSIST)
	@OrderBy("day")
	private List<MenuEntry> entries = new ArrayList<>();

	@SuppressWarnings("NullAway.Init")
	protected Menu() {
	}

	Menu(Customer customer, Instant createdAt, List<Recipe> dishes) {
		this.customer = customer;
		this.createdAt = createdAt;
		for (Recipe dish : dishes) {
			this.entries.add(new MenuEntry(this, this.entries.size() + 1, dish));
		}
	}

	long getId() {
		return this.id;
	}

	Customer getCustomer() {
		return this.customer;
	}

	Instant getCreatedAt() {
		return this.createdAt;
	}

	List<MenuEntry> getEntries() {
		return List.copyOf(this.entries);
	}

}

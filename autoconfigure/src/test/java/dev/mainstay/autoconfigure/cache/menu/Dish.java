package dev.mainstay.autoconfigure.cache.menu;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * Something to eat.
 */
@Entity
@Table(name = "dish")
public class Dish {

	@Id
	Long id;

	String name;

	int price;

	Dish() {
	}

	Dish(long id, String name, int price) {
		this.id = id;
		this.name = name;
		this.price = price;
	}

	public String getName() {
		return this.name;
	}

	public void setPrice(int price) {
		this.price = price;
	}

}

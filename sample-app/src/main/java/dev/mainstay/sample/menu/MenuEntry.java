package dev.mainstay.sample.menu;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;

import dev.mainstay.sample.recipe.Recipe;

/**
 * The dish of one day of a menu.
 */
@Entity
class MenuEntry {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "menu_entry_seq")
	@SequenceGenerator(name = "menu_entry_seq")
	private long id;

	@ManyToOne(fetch = FetchType.LAZY)
	private Menu menu;

	@Column(name = "day_number")
	private int day;

	@ManyToOne(fetch = FetchType.LAZY)
	private Recipe recipe;

	@SuppressWarnings("NullAway.Init")
	protected MenuEntry() {
	}

	MenuEntry(Menu menu, int day, Recipe recipe) {
		this.menu = menu;
		this.day = day;
		this.recipe = recipe;
	}

	int getDay() {
		return this.day;
	}

	Recipe getRecipe() {
		return this.recipe;
	}

}

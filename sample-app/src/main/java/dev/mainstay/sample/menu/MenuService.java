package dev.mainstay.sample.menu;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.operation.DatabaseOperation;
import dev.mainstay.sample.NotFoundException;
import dev.mainstay.sample.customer.Customer;
import dev.mainstay.sample.customer.CustomerService;
import dev.mainstay.sample.menu.MenuRepository.Serving;
import dev.mainstay.sample.rating.RatingService;
import dev.mainstay.sample.recipe.Recipe;
import dev.mainstay.sample.recipe.RecipeService;
import dev.mainstay.transaction.RetryableTransaction;

/**
 * Makes menus out of what the customers like and did not eat lately.
 */
@Service
public class MenuService {

	private static final Limit NEWEST = Limit.of(20);

	private final MenuRepository menus;

	private final RecipeService recipes;

	private final RatingService ratings;

	private final CustomerService customers;

	private final Clock clock;

	MenuService(MenuRepository menus, RecipeService recipes, RatingService ratings, CustomerService customers,
			Clock clock) {
		this.menus = menus;
		this.recipes = recipes;
		this.ratings = ratings;
		this.customers = customers;
		this.clock = clock;
	}

	/**
	 * Make a menu. What was served lately must not change while the dishes are chosen, or
	 * two menus made at the same time would serve the same; so the transaction is
	 * serializable, and tried again when another one came first.
	 * @param wanted what the customer wants
	 * @return the menu
	 */
	@DatabaseOperation(name = "menu-generation", strategy = "menu-generation", segments = { "heavy", "background" })
	@RetryableTransaction
	public MenuDetails generate(NewMenu wanted) {
		Customer customer = this.customers.get(wanted.customerId());
		// What the database keeps of an instant, so that the answer is the same later.
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		Taste taste = new Taste(this.ratings.starsGivenBy(customer.getId()), lastServed(customer), now);
		List<Recipe> suitable = this.recipes.suitable(customer.getDiet(), wanted.maxMinutesOrAny());
		List<Recipe> dishes = new MenuPlanner(taste).choose(suitable, wanted.days());
		return MenuDetails.of(this.menus.save(new Menu(customer, now, dishes)));
	}

	@Transactional(readOnly = true)
	public MenuDetails details(long id) {
		return this.menus.findWithEntriesById(id)
			.map(MenuDetails::of)
			.orElseThrow(() -> new NotFoundException("menu", id));
	}

	@Transactional(readOnly = true)
	public List<MenuSummary> newestOf(long customerId) {
		Customer customer = this.customers.get(customerId);
		return this.menus.findSummaries(customer.getId(), NEWEST);
	}

	private Map<Long, Instant> lastServed(Customer customer) {
		return this.menus.findLastServings(customer.getId())
			.stream()
			.collect(Collectors.toMap(Serving::recipeId, Serving::plannedAt));
	}

}

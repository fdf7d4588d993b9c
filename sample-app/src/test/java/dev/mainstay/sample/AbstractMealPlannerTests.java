package dev.mainstay.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import dev.mainstay.observe.QueryBudget;
import dev.mainstay.sample.customer.CustomerService;
import dev.mainstay.sample.customer.NewCustomer;
import dev.mainstay.sample.menu.MenuDetails;
import dev.mainstay.sample.menu.MenuService;
import dev.mainstay.sample.menu.NewMenu;
import dev.mainstay.sample.rating.NewRating;
import dev.mainstay.sample.rating.RatingDetails;
import dev.mainstay.sample.rating.RatingService;
import dev.mainstay.sample.recipe.Diet;
import dev.mainstay.sample.recipe.NewRecipe;
import dev.mainstay.sample.recipe.RecipeService;
import dev.mainstay.sample.recipe.Stars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for the meal planner on any database; a subclass says which.
 */
@SpringBootTest
@AutoConfigureMockMvc
abstract class AbstractMealPlannerTests {

	private static final int THREADS = 32;

	@Autowired
	private MockMvcTester api;

	@Autowired
	private CustomerService customers;

	@Autowired
	private RecipeService recipes;

	@Autowired
	private RatingService ratings;

	@Autowired
	private MenuService menus;

	@Test
	void registersCustomer() {
		MvcTestResult registered = post("/customers", """
				{"name": "Alan", "email": "Alan@Example.com", "diet": "VEGAN"}""");

		assertThat(registered).hasStatus(HttpStatus.CREATED);
		assertThat(get(location(registered))).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"name": "Alan", "email": "alan@example.com", "diet": "VEGAN"}""");
	}

	@Test
	void namesEveryInvalidFieldOfCustomer() {
		assertThat(post("/customers", """
				{"name": " ", "email": "nowhere"}""")).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.isLenientlyEqualTo("""
					{"status": 400, "errors": [
						{"name": "diet", "message": "must not be null"},
						{"name": "email", "message": "must be a well-formed email address"},
						{"name": "name", "message": "must not be blank"}]}""");
	}

	@Test
	void saysThatEmailAddressIsTaken() {
		register("registered-before");

		assertThat(post("/customers", """
				{"name": "Somebody else", "email": "Registered-Before@example.com", "diet": "VEGAN"}"""))
			.hasStatus(HttpStatus.CONFLICT)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.isLenientlyEqualTo("""
					{"status": 409, "detail": "Somebody is registered with this e-mail address already.",
						"kind": "unique", "fields": ["email"]}""");
	}

	@Test
	void addsRecipe() {
		MvcTestResult added = post("/recipes", """
				{"title": "Pasta e fagioli", "cuisine": "Italian", "diet": "VEGAN", "minutes": 40,
					"ingredients": ["200 g pasta", "400 g beans"]}""");

		assertThat(added).hasStatus(HttpStatus.CREATED);
		assertThat(get(location(added))).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"title": "Pasta e fagioli", "cuisine": "Italian", "diet": "VEGAN", "minutes": 40,
					"ingredients": ["200 g pasta", "400 g beans"], "stars": {"ratings": 0, "average": null}}""");
	}

	@Test
	void namesInvalidLineOfIngredients() {
		assertThat(post("/recipes", """
				{"title": "Toast", "cuisine": "British", "diet": "VEGAN", "minutes": 5,
					"ingredients": ["2 slices bread", ""]}""")).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.extractingPath("$.errors[0].name")
			.isEqualTo("ingredients[1]");
	}

	@Test
	void findsRecipesByPartOfTitle() {
		assertThat(get("/recipes?search=CURRY")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"recipes": [{"title": "Chickpea curry"}, {"title": "Thai green curry"}],
					"page": 0, "pages": 1, "total": 2}""");
	}

	@Test
	void takesWildcardsOfSearchLiterally() {
		assertThat(get("/recipes?search=_urry")).hasStatusOk().bodyJson().extractingPath("$.total").isEqualTo(0);
	}

	@Test
	void pagesThroughRecipes() {
		assertThat(get("/recipes?search=curry&size=1&page=1")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"recipes": [{"title": "Thai green curry"}], "page": 1, "pages": 2, "total": 2}""");
	}

	@Test
	void searchesWithoutTheDatabaseUntilSomebodyChangesWhatIsFound() {
		long recipe = addRecipe("Nut roast");
		long customer = register("likes-nuts");
		assertThat(searchForNuts()).bodyJson().isLenientlyEqualTo("""
				{"recipes": [{"title": "Nut roast", "stars": {"ratings": 0}}], "total": 1}""");
		int before = hitsOfSearch();
		// Nothing is kept until the catalog of the database is known.
		Awaitility.await()
			.until(() -> searchForNuts().getResponse().getStatus() == HttpStatus.OK.value() && hitsOfSearch() > before);
		int hits = hitsOfSearch();

		QueryBudget.assertMax(0, () -> assertThat(searchForNuts()).hasStatusOk());

		assertThat(hitsOfSearch()).isEqualTo(hits + 1);
		assertThat(postRating(recipe, customer, 4)).hasStatusOk();
		assertThat(searchForNuts()).bodyJson().isLenientlyEqualTo("""
				{"recipes": [{"title": "Nut roast", "stars": {"ratings": 1, "average": 4.0}}], "total": 1}""");
		assertThat(post("/recipes", """
				{"title": "Nut cake", "cuisine": "Austrian", "diet": "VEGETARIAN", "minutes": 60,
					"ingredients": ["200 g nuts"]}""")).hasStatus(HttpStatus.CREATED);
		assertThat(searchForNuts()).bodyJson().isLenientlyEqualTo("""
				{"recipes": [{"title": "Nut cake"}, {"title": "Nut roast"}], "total": 2}""");
		assertThat(hitsOfSearch()).isEqualTo(hits + 1);
	}

	private MvcTestResult searchForNuts() {
		return get("/recipes?search=nut ");
	}

	private int hitsOfSearch() {
		List<Integer> hits = new ArrayList<>();
		assertThat(get("/actuator/database/cache")).bodyJson()
			.extractingPath("$.methods[?(@.method == 'RecipeService.search')].hits")
			.asArray()
			.satisfies((found) -> hits.add((Integer) found[0]));
		return hits.get(0);
	}

	@Test
	void namesInvalidParameter() {
		assertThat(get("/recipes?page=-1")).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.isLenientlyEqualTo("""
					{"errors": [{"name": "page", "message": "must be greater than or equal to 0"}]}""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customers/999999", "/customers/999999/menus", "/recipes/999999", "/menus/999999" })
	void saysWhatDoesNotExist(String path) {
		assertThat(get(path)).hasStatus(HttpStatus.NOT_FOUND)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.detail")
			.asString()
			.matches("There is no (customer|recipe|menu) 999999");
	}

	@Test
	void takesRating() {
		long recipe = addRecipe("Takes rating");
		rate(recipe, register("first-to-rate"), 5);

		assertThat(postRating(recipe, register("second-to-rate"), 2)).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"given": 2, "stars": {"ratings": 2, "average": 3.5}}""");
	}

	@Test
	void countsCustomerWhoChangesTheirMindOnce() {
		long recipe = addRecipe("Changed my mind");
		long customer = register("changes-mind");
		rate(recipe, customer, 5);

		assertThat(rate(recipe, customer, 2).stars()).isEqualTo(new Stars(1, 2.0));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 6 })
	void rejectsStarsOutOfRange(int stars) {
		assertThat(postRating(1, 1, stars)).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.extractingPath("$.errors[0].name")
			.isEqualTo("stars");
	}

	@Test
	void doesNotRateUnknownRecipe() {
		assertThat(postRating(999999, 1, 3)).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void doesNotTakeRatingOfUnknownCustomer() {
		assertThat(postRating(1, 999999, 3)).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void countsEveryRatingGivenAtTheSameTime() throws Exception {
		long recipe = addRecipe("Everybody's darling");
		List<Long> raters = IntStream.range(0, THREADS).mapToObj((i) -> register("rater-" + i)).toList();

		atTheSameTime(THREADS, (i) -> rate(recipe, raters.get(i), 1 + i % 5));

		int sum = IntStream.range(0, THREADS).map((i) -> 1 + i % 5).sum();
		assertThat(this.recipes.details(recipe).stars()).isEqualTo(stars(THREADS, sum));
	}

	@Test
	void keepsOneOfTheStarsThatOneCustomerGivesAtTheSameTime() throws Exception {
		long recipe = addRecipe("Hard to say");
		long customer = register("undecided");
		rate(recipe, customer, 3);

		atTheSameTime(THREADS, (i) -> rate(recipe, customer, 1 + i % 5));

		int kept = this.ratings.starsGivenBy(customer).getOrDefault(recipe, 0);
		assertThat(this.recipes.details(recipe).stars()).isEqualTo(stars(1, kept));
	}

	@Test
	void generatesMenu() throws Exception {
		long customer = register("eats-everything");

		MvcTestResult generated = post("/menus", """
				{"customerId": %d, "days": 3}""".formatted(customer));

		assertThat(generated).hasStatus(HttpStatus.CREATED);
		assertThat(get(location(generated))).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo(generated.getResponse().getContentAsString());
	}

	@Test
	void servesNoDishTwiceInMenu() {
		MenuDetails menu = generate(register("long-menu"), 14);

		assertThat(dishes(menu)).hasSize(14).doesNotHaveDuplicates();
	}

	@Test
	void avoidsDishesOfMenuBefore() {
		long customer = register("two-menus");

		MenuDetails first = generate(customer, 7);
		MenuDetails second = generate(customer, 7);

		assertThat(dishes(second)).doesNotContainAnyElementsOf(dishes(first));
	}

	@Test
	void servesWhatCustomerLikes() {
		long recipe = addRecipe("My favourite");
		long customer = register("has-favourite");
		rate(recipe, customer, 5);

		assertThat(dishes(generate(customer, 1))).containsExactly("My favourite");
	}

	@Test
	void servesOnlyWhatSuits() {
		long vegan = this.customers.register(new NewCustomer("Vegan", "suits@example.com", Diet.VEGAN)).id();

		MenuDetails menu = this.menus.generate(new NewMenu(vegan, 3, 30));

		assertThat(menu.dishes()).extracting(MenuDetails.Dish::recipe)
			.allMatch((recipe) -> recipe.diet() == Diet.VEGAN && recipe.minutes() <= 30);
	}

	@Test
	void saysHowManyRecipesSuitWhenTheyAreTooFew() {
		assertThat(post("/menus", """
				{"customerId": 1, "days": 5, "maxMinutes": 1}""")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("A menu of 5 days needs as many recipes, but only 0 suit");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 15 })
	void rejectsMenuForTooFewOrTooManyDays(int days) {
		assertThat(post("/menus", """
				{"customerId": 1, "days": %d}""".formatted(days))).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.extractingPath("$.errors[0].name")
			.isEqualTo("days");
	}

	@Test
	void listsNewestMenuFirst() {
		long customer = register("lists-menus");
		MenuDetails first = generate(customer, 1);
		MenuDetails second = generate(customer, 2);

		assertThat(get("/customers/%d/menus".formatted(customer))).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				[{"id": %d, "days": 2}, {"id": %d, "days": 1}]""".formatted(second.id(), first.id()));
	}

	@Test
	void kindsOfWorkShareThePool() {
		assertThat(get("/actuator/database/pool")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.pools[0].admission.segments[*].name")
			.asArray()
			.containsExactly("background", "fast", "heavy", "medium", "default");
	}

	@Test
	void healsDeadlock() throws Exception {
		List<String> directions = List.of("left-to-right", "right-to-left");
		Queue<MvcTestResult> answers = new ConcurrentLinkedQueue<>();

		atTheSameTime(2, (i) -> answers.add(post("/demo/deadlock/" + directions.get(i), "")));

		assertThat(answers).allSatisfy((answer) -> assertThat(answer).hasStatusOk())
			.anySatisfy((answer) -> assertThat(answer).bodyJson().isLenientlyEqualTo("""
					{"attempts": 1}"""))
			.anySatisfy((answer) -> assertThat(answer).bodyJson().isLenientlyEqualTo("""
					{"left": 50, "right": 50, "attempts": 2}"""));
		assertThat(get("/actuator/database/deadlocks")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.dataSources[0].byOperation")
			.asMap()
			.containsAnyOf(entry("left-to-right", 1), entry("right-to-left", 1));
	}

	@Test
	void printsCookbookWithinItsBudget() {
		QueryBudget.assertMax(1, () -> assertThat(get("/demo/cookbook?fixed=true")).hasStatusOk());
	}

	@Test
	void exceedsBudgetWithQueryForEachRecipe() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> QueryBudget.assertMax(1, () -> get("/demo/cookbook")))
			.withMessageContaining("recipe_ingredient");
	}

	@Test
	void printsTheSameCookbookBothWays() throws Exception {
		String repaired = get("/demo/cookbook?fixed=true").getResponse().getContentAsString();

		assertThat(repaired).contains("400 ml coconut milk");
		assertThat(get("/demo/cookbook")).hasStatusOk().bodyJson().isStrictlyEqualTo(repaired);
	}

	// On a machine that is busy with something else the queries may be too far apart
	// once.
	@Test
	void findsQueryForEachRecipe() {
		Awaitility.await().untilAsserted(() -> {
			get("/demo/cookbook");
			assertThat(get("/actuator/database/findings")).hasStatusOk()
				.bodyJson()
				.extractingPath("$.findings[?(@.kind == 'n-plus-one')].table")
				.asArray()
				.contains("recipe_ingredient");
		});
	}

	@Test
	void listsSlowSearch() {
		assertThat(get("/demo/slow-search?text=curry")).hasStatusOk().bodyJson().isStrictlyEqualTo("""
				["Chickpea curry", "Thai green curry"]""");

		assertThat(get("/actuator/database/slow-queries")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.slowQueries[*].statement")
			.asArray()
			.anySatisfy((statement) -> assertThat(statement).asString().contains("slow_recipe"));
	}

	protected MvcTestResult get(String path) {
		return this.api.get().uri(path).exchange();
	}

	private MvcTestResult post(String path, String body) {
		return this.api.post().uri(path).contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

	private MvcTestResult postRating(long recipe, long customer, int stars) {
		return post("/recipes/%d/ratings".formatted(recipe), """
				{"customerId": %d, "stars": %d}""".formatted(customer, stars));
	}

	private static String location(MvcTestResult created) {
		return Objects.requireNonNull(created.getResponse().getHeader(HttpHeaders.LOCATION));
	}

	protected long register(String name) {
		return this.customers.register(new NewCustomer(name, name + "@example.com", Diet.OMNIVORE)).id();
	}

	private long addRecipe(String title) {
		return this.recipes.add(new NewRecipe(title, "Home", Diet.OMNIVORE, 30, List.of("1 idea"))).id();
	}

	private RatingDetails rate(long recipe, long customer, int stars) {
		return this.ratings.rate(recipe, new NewRating(customer, stars));
	}

	protected MenuDetails generate(long customer, int days) {
		return this.menus.generate(new NewMenu(customer, days, null));
	}

	protected static List<String> dishes(MenuDetails menu) {
		return menu.dishes().stream().map((dish) -> dish.recipe().title()).toList();
	}

	private static Stars stars(int ratings, int sum) {
		return new Stars(ratings, Math.round(100.0 * sum / ratings) / 100.0);
	}

	protected static void atTheSameTime(int times, IntConsumer action) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(times);
		try {
			CyclicBarrier start = new CyclicBarrier(times);
			List<Future<?>> results = new ArrayList<>();
			for (int i = 0; i < times; i++) {
				int number = i;
				results.add(threads.submit(() -> {
					start.await();
					action.accept(number);
					return null;
				}));
			}
			for (Future<?> result : results) {
				result.get(30, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

}

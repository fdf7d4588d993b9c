package dev.mainstay.sample.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.http.MediaType;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.util.StreamUtils;
import org.springframework.web.client.RestClient;

import dev.mainstay.sample.customer.NewCustomer;
import dev.mainstay.sample.menu.NewMenu;
import dev.mainstay.sample.rating.NewRating;
import dev.mainstay.sample.recipe.Diet;

/**
 * Somebody who uses the meal planner over HTTP as its first customers would, asks for
 * what it must refuse now and then, and does not mind any answer.
 */
final class Visitor {

	private static final int CUSTOMERS = 4;

	private static final int RECIPES = 14;

	private static final List<String> WORDS = List.of("", "curry", "with", "soup", "cake");

	private final RestClient api;

	Visitor(String address) {
		SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
		requests.setConnectTimeout(Duration.ofSeconds(2));
		requests.setReadTimeout(Duration.ofSeconds(30));
		this.api = RestClient.builder().baseUrl(address).requestFactory(requests).build();
	}

	void looksForRecipe() {
		get("/recipes?search={text}", WORDS.get(random(WORDS.size()) - 1));
		get("/recipes/{id}", random(RECIPES));
	}

	void looksAtMenus() {
		get("/customers/{id}/menus", random(CUSTOMERS));
	}

	void rates() {
		post("/recipes/%d/ratings".formatted(random(RECIPES)), new NewRating((long) random(CUSTOMERS), random(5)));
	}

	void wantsMenu() {
		post("/menus", new NewMenu((long) random(CUSTOMERS), random(3), null));
	}

	// No dish is cooked in a minute, so the transaction is rolled back.
	void wantsTooMuch() {
		post("/menus", new NewMenu((long) random(CUSTOMERS), 14, 1));
	}

	// The address of the first customer is taken, which a unique constraint says.
	void registersAgain() {
		post("/customers", new NewCustomer("Ada", "ada@example.com", Diet.OMNIVORE));
	}

	void printsCookbook() {
		get("/demo/cookbook?fixed=false");
		get("/demo/cookbook?fixed=true");
	}

	void searchesSlowly() {
		get("/demo/slow-search?text=curry");
	}

	// Two of these at the same time deadlock.
	void movesJarToTheRight() {
		post("/demo/deadlock/left-to-right", "");
	}

	void movesJarToTheLeft() {
		post("/demo/deadlock/right-to-left", "");
	}

	private void get(String path, Object... variables) {
		send(this.api.get().uri(path, variables));
	}

	private void post(String path, Object body) {
		send(this.api.post().uri(path).contentType(MediaType.APPLICATION_JSON).body(body));
	}

	// An answer is read to its end so that its connection can be used again.
	private static void send(RestClient.RequestHeadersSpec<?> request) {
		request.exchange((sent, answer) -> StreamUtils.drain(answer.getBody()));
	}

	private static int random(int max) {
		return ThreadLocalRandom.current().nextInt(1, max + 1);
	}

}

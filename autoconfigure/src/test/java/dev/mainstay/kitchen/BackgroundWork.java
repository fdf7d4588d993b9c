package dev.mainstay.kitchen;

import java.util.concurrent.CompletableFuture;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Work that nobody waits for, without a transaction.
 */
@Component
public class BackgroundWork {

	private final JdbcTemplate jdbc;

	private final RecipeService recipes;

	BackgroundWork(JdbcTemplate jdbc, RecipeService recipes) {
		this.jdbc = jdbc;
		this.recipes = recipes;
	}

	@Async
	public CompletableFuture<Integer> printTitles() {
		return CompletableFuture.completedFuture(this.recipes.titlesById());
	}

	@Scheduled(initialDelay = 1_000_000_000L, fixedDelay = 1_000_000_000L)
	public void countPortions() {
		for (long id : this.jdbc.queryForList("select id from recipe", Long.class)) {
			this.jdbc.queryForObject("select portions from recipe where id = ?", Integer.class, id);
		}
	}

}

package dev.mainstay.autoconfigure.transaction.shop;

import java.util.function.IntConsumer;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * A repository that somebody wrote by hand.
 */
@Repository
public class StockDao {

	private final JdbcTemplate jdbc;

	private int attempts;

	StockDao(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@Transactional
	public int take(String article, IntConsumer work) {
		this.jdbc.update("UPDATE stock SET amount = amount - 1 WHERE article = ?", article);
		work.accept(++this.attempts);
		return this.attempts;
	}

	public int attempts() {
		return this.attempts;
	}

}

package dev.mainstay.kitchen;

import java.util.stream.IntStream;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Statements that need no tables.
 *
 * @param jdbc where to send them
 */
public record Questions(JdbcTemplate jdbc) {

	public void ask(int times) {
		for (int i = 0; i < times; i++) {
			this.jdbc.queryForList("select 1 + ?", i);
		}
	}

	public void askOther() {
		this.jdbc.queryForList("select 'secret' || ?", "secret");
	}

	public void fail() {
		try {
			this.jdbc.queryForList("select x from nowhere");
		}
		catch (DataAccessException ex) {
			// As expected.
		}
	}

	public void batch(int size) {
		this.jdbc.batchUpdate("set @x = ?", IntStream.range(0, size).mapToObj((i) -> new Object[] { i }).toList());
	}

}

package dev.mainstay.sample.demo;

import java.util.List;
import java.util.Locale;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A search that takes more than a second: it goes through a view that waits before it
 * gives its rows away, as if there were millions of them.
 */
@Service
class SlowSearch {

	private final JdbcClient database;

	SlowSearch(JdbcClient database) {
		this.database = database;
	}

	@Transactional(readOnly = true)
	List<String> titles(String text) {
		return this.database.sql("select title from slow_recipe where lower(title) like :pattern order by title")
			.param("pattern", "%" + text.toLowerCase(Locale.ROOT) + "%")
			.query(String.class)
			.list();
	}

}

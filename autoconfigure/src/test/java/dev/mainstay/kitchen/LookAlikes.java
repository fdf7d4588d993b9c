package dev.mainstay.kitchen;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.PageRequest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.pool.MigrationDataSource;
import dev.mainstay.transaction.TransactionRetryTemplate;

/**
 * Work that repeats its statements for a good reason.
 */
@Component
public class LookAlikes {

	private static final String TITLE = "select title from recipe where id = ?";

	private final JdbcTemplate jdbc;

	private final RecipeRepository recipes;

	private final TransactionTemplate transaction;

	private final TransactionRetryTemplate retry;

	private final DataSource dataSource;

	LookAlikes(JdbcTemplate jdbc, RecipeRepository recipes, PlatformTransactionManager transactionManager,
			TransactionRetryTemplate retry, DataSource dataSource) {
		this.jdbc = jdbc;
		this.recipes = recipes;
		this.transaction = new TransactionTemplate(transactionManager);
		this.retry = retry;
		this.dataSource = dataSource;
	}

	public int pageInMemory() {
		return this.recipes.withIngredients(PageRequest.of(0, 5)).size();
	}

	public int pagesByOffset(int size) {
		int pages = 0;
		while (this.recipes.findAll(PageRequest.of(pages, size)).hasContent()) {
			pages++;
		}
		return pages;
	}

	public int pagesByKey(int size) {
		int pages = 0;
		long last = 0;
		while (true) {
			List<Long> ids = this.jdbc.queryForList("select id from recipe where id > ? order by id limit ?",
					Long.class, last, size);
			if (ids.isEmpty()) {
				return pages;
			}
			pages++;
			last = ids.get(ids.size() - 1);
		}
	}

	public void insert(int rows) {
		this.jdbc.execute("create table if not exists large (id int, name text)");
		this.jdbc.batchUpdate("insert into large values (?, ?)",
				IntStream.range(0, rows).mapToObj((id) -> new Object[] { id, "row " + id }).toList());
		for (int id = 0; id < 200; id++) {
			this.jdbc.update("insert into large values (?, 'one')", id);
		}
	}

	public void retry(int times) {
		for (int i = 0; i < times; i++) {
			try {
				this.jdbc.queryForList(TITLE, i);
				this.jdbc.queryForList("select 1 / (id - id) from recipe where id = ?", i + 1);
			}
			catch (DataAccessException ex) {
				// Once more.
			}
		}
	}

	public int triedAgain(int times) {
		AtomicInteger attempts = new AtomicInteger();
		return this.retry.withAttempts(times).run(() -> {
			attempt(attempts.getAndIncrement());
			if (attempts.get() < times) {
				this.jdbc.execute("do $$ begin raise exception 'again' using errcode = '40P01'; end $$");
			}
			return attempts.get();
		});
	}

	public void rolledBack(int times) {
		for (int i = 0; i < times; i++) {
			int number = i;
			this.transaction.executeWithoutResult((status) -> {
				attempt(number);
				status.setRollbackOnly();
			});
		}
	}

	private void attempt(int number) {
		for (int id = 1; id <= 4; id++) {
			this.jdbc.queryForList(TITLE, id + 4 * number);
		}
		this.jdbc.update("update recipe set portions = portions + 1 where id = 1");
	}

	public void poll(int since) {
		this.jdbc.queryForList("select id from recipe where portions > ? and id < 0", since + 1000);
		this.jdbc.queryForList("select count(*) from recipe");
	}

	public void job() {
		for (long first = 1; first <= Kitchen.RECIPES; first += 5) {
			long last = first + 4;
			long from = first;
			this.transaction.executeWithoutResult((status) -> {
				List<Long> ids = this.jdbc.queryForList("select id from recipe where id between ? and ?", Long.class,
						from, last);
				this.jdbc.batchUpdate("update recipe set portions = 5 where id = ?",
						ids.stream().map((id) -> new Object[] { id }).toList());
			});
		}
	}

	public void lists() {
		for (long first = 1; first <= Kitchen.RECIPES; first += 5) {
			List<Long> ids = LongStream.range(first, first + 5).boxed().toList();
			this.recipes.findAllById(ids);
			this.jdbc.queryForList("select name from ingredient where recipe_id in (?, ?, ?, ?, ?)", ids.toArray());
			this.jdbc.queryForList("select name from ingredient where recipe_id = any (?)",
					(Object) ids.toArray(Long[]::new));
		}
	}

	public void differentStatements(int number) {
		for (int i = 0; i < number; i++) {
			this.jdbc.queryForList("select id as column_" + i + " from recipe where id = ?", i);
		}
	}

	public int differentPlaces() {
		int sum = length(1);
		sum += length(2);
		sum += length(3);
		sum += length(4);
		sum += length(5);
		sum += length(6);
		sum += length(7);
		sum += length(8);
		return sum / 2;
	}

	private int length(int id) {
		return this.jdbc.queryForList(TITLE, String.class, id).size() * 6;
	}

	public void identical(int times) {
		for (int i = 0; i < times; i++) {
			this.jdbc.queryForList(TITLE, 1);
		}
	}

	public void some(int times) {
		for (int i = 0; i < times; i++) {
			this.jdbc.queryForList(TITLE, i);
		}
	}

	public void locks() {
		this.transaction.executeWithoutResult((status) -> {
			for (int id = 1; id <= 20; id++) {
				this.jdbc.queryForList("select id from recipe where id = ? for update", id);
			}
		});
	}

	public void migrate() throws SQLException {
		try (Connection connection = new MigrationDataSource(this.dataSource).getConnection()) {
			connection.setAutoCommit(false);
			try (PreparedStatement statement = connection.prepareStatement(TITLE)) {
				for (int id = 1; id <= 20; id++) {
					statement.setInt(1, id);
					statement.executeQuery().close();
				}
			}
			connection.commit();
		}
	}

	public int workThroughQueue(int length) {
		this.jdbc.execute("create table if not exists queue (id int, done boolean)");
		this.jdbc.batchUpdate("insert into queue values (?, false)",
				IntStream.range(0, length).mapToObj((id) -> new Object[] { id }).toList());
		int done = 0;
		while (true) {
			List<Integer> next = this.jdbc.queryForList("select min(id) from queue where not done and id >= ?",
					Integer.class, 0);
			if (next.get(0) == null) {
				return done;
			}
			done += this.jdbc.update("update queue set done = true where id = ?", next.get(0));
		}
	}

}

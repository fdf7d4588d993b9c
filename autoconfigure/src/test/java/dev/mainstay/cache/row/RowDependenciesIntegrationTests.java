package dev.mainstay.cache.row;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.ReadOptions;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks for all kinds of rows through the cache, changes rows in all kinds of ways, and
 * compares what the cache says with what the database says.
 */
class RowDependenciesIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static final List<Question> QUESTIONS = List.of(
			ask("SELECT id, grp, name FROM item WHERE id = ?", Value.ID),
			ask("SELECT * FROM item i WHERE i.id = ?", Value.ID),
			ask("SELECT name FROM item WHERE id = ? AND price < 50", Value.ID),
			ask("SELECT id, name FROM item WHERE grp = ? ORDER BY id", Value.GROUP),
			ask("SELECT id, price FROM item WHERE grp = ? AND price < ? ORDER BY id", Value.GROUP, Value.PRICE),
			ask("SELECT id FROM item WHERE name = ? ORDER BY price, id", Value.NAME),
			ask("SELECT id, parent FROM item WHERE ? = grp AND (parent IS NULL OR price > 50) ORDER BY id",
					Value.GROUP),
			ask("SELECT id FROM item WHERE grp = ? OR name = ? ORDER BY id", Value.GROUP, Value.NAME),
			ask("SELECT id FROM item WHERE price BETWEEN 20 AND 50 AND grp = ? ORDER BY id", Value.GROUP),
			ask("SELECT id FROM item WHERE price BETWEEN 1 AND grp = ? ORDER BY id", Value.FLAG),
			ask("SELECT id FROM item WHERE flag = ? ORDER BY id", Value.FLAG),
			ask("SELECT id FROM item WHERE parent = ? ORDER BY id", Value.ID),
			ask("SELECT id FROM item WHERE NOT grp = ? ORDER BY id", Value.GROUP),
			ask("SELECT id, name FROM item WHERE price > 30 ORDER BY id"), ask("SELECT id, name FROM item ORDER BY id"),
			ask("SELECT id FROM item WHERE grp = ? ORDER BY id LIMIT 2", Value.GROUP),
			ask("SELECT count(*) FROM item WHERE grp = ?", Value.GROUP),
			ask("SELECT max(price) FROM item WHERE id = ?", Value.ID),
			ask("SELECT id, name FROM item WHERE grp IN (?, ?) ORDER BY id", Value.GROUP, Value.GROUP),
			ask("SELECT i.id, l.qty FROM item i JOIN line l ON l.item_id = i.id WHERE i.id = ? ORDER BY l.id",
					Value.ID),
			ask("SELECT id, qty FROM line WHERE item_id = ? ORDER BY id", Value.ID),
			ask("SELECT id, qty FROM line WHERE id = ?", Value.ID),
			ask("SELECT a, b, v FROM pair WHERE a = ? ORDER BY b", Value.GROUP),
			ask("SELECT v, a, b FROM pair WHERE b = ? AND a = ?", Value.NAME, Value.GROUP),
			ask("SELECT v FROM pair WHERE b = ? ORDER BY a", Value.NAME),
			ask("SELECT a, b FROM pair WHERE v = ? ORDER BY a, b", Value.GROUP),
			ask("SELECT id FROM item_view WHERE grp = ? ORDER BY id", Value.GROUP),
			ask("SELECT id, at FROM stamped WHERE grp = ? ORDER BY id", Value.GROUP),
			ask("SELECT id, name FROM item WHERE grp = ?::int ORDER BY id", Value.GROUP));

	private static final List<Question> CHANGES = List.of(
			ask("UPDATE item SET name = ? WHERE id = ?", Value.NAME, Value.ID),
			ask("UPDATE item SET grp = ?, name = ?, price = ?, flag = ? WHERE id = ?", Value.GROUP, Value.NAME,
					Value.PRICE, Value.FLAG, Value.ID),
			ask("UPDATE item SET grp = grp + 1 WHERE id = ?", Value.ID),
			ask("UPDATE item AS x SET price = ? WHERE x.id = ? AND x.grp = ?", Value.PRICE, Value.ID, Value.GROUP),
			ask("UPDATE item SET price = price + 20, parent = ? WHERE ? = id", Value.ID, Value.ID),
			ask("UPDATE item SET parent = NULL, flag = NULL WHERE id = ?", Value.ID),
			ask("UPDATE item SET grp = ? WHERE grp = ?", Value.GROUP, Value.GROUP),
			ask("UPDATE item SET grp = ? WHERE id = ? OR grp = ?", Value.GROUP, Value.ID, Value.GROUP),
			ask("UPDATE item SET grp = ? WHERE id = 3", Value.GROUP),
			ask("UPDATE item SET grp = 2 WHERE id = ?", Value.ID),
			ask("UPDATE item SET name = ? WHERE id = ? RETURNING id", Value.NAME, Value.ID),
			ask("UPDATE item SET id = id + 0 WHERE id = ?", Value.ID), ask("DELETE FROM item WHERE id = ?", Value.ID),
			ask("DELETE FROM item WHERE grp = ? AND price < 20", Value.GROUP),
			ask("INSERT INTO item (id, grp, name, price) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", Value.ID,
					Value.GROUP, Value.NAME, Value.PRICE),
			ask("INSERT INTO item (id, grp, name, price) VALUES (?, ?, ?, ?)", Value.ID, Value.GROUP, Value.NAME,
					Value.PRICE),
			ask("INSERT INTO item (id, name, price) VALUES (?, ?, 40)", Value.ID, Value.NAME),
			ask("INSERT INTO item (id, grp, name, price) VALUES (?, 1, ?, DEFAULT), (?, 2, 'a', 3)", Value.ID,
					Value.NAME, Value.ID),
			ask("INSERT INTO line (item_id, qty) VALUES (?, ?)", Value.ID, Value.GROUP),
			ask("INSERT INTO line (item_id, qty) VALUES (?, ?) RETURNING id", Value.ID, Value.GROUP),
			ask("UPDATE line SET item_id = ? WHERE id = ?", Value.ID, Value.ID),
			ask("DELETE FROM line WHERE id = ?", Value.ID),
			ask("INSERT INTO pair (a, b, v) VALUES (?, ?, ?) ON CONFLICT (a, b) DO UPDATE SET v = excluded.v",
					Value.GROUP, Value.NAME, Value.GROUP),
			ask("INSERT INTO pair (a, b, v) VALUES (?, ?, ?)", Value.GROUP, Value.NAME, Value.GROUP),
			ask("UPDATE pair SET v = ? WHERE a = ? AND b = ?", Value.GROUP, Value.GROUP, Value.NAME),
			ask("UPDATE pair SET v = ? WHERE a = ?", Value.GROUP, Value.GROUP),
			ask("UPDATE pair SET b = ? WHERE a = ? AND b = ?", Value.NAME, Value.GROUP, Value.NAME),
			ask("DELETE FROM pair WHERE b = ? AND a = ?", Value.NAME, Value.GROUP),
			ask("INSERT INTO stamped (id, grp) VALUES (?, ?)", Value.ID, Value.GROUP),
			ask("UPDATE stamped SET at = at WHERE id = ?", Value.ID),
			ask("UPDATE item_view SET grp = ? WHERE id = ?", Value.GROUP, Value.ID));

	private static JdbcApplication application;

	private static CachedReads reads;

	private static Shape shape;

	@BeforeAll
	static void start() throws SQLException {
		try (Connection connection = database.connect()) {
			connection.createStatement().execute("""
					CREATE TABLE item (id int PRIMARY KEY, grp int DEFAULT 1, name varchar(20), price numeric DEFAULT 5,
					  flag boolean, parent int);
					CREATE TABLE line (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
					  item_id int REFERENCES item ON DELETE CASCADE, qty int);
					CREATE TABLE pair (a int, b text, v int, PRIMARY KEY (a, b));
					CREATE VIEW item_view AS SELECT id, grp FROM item;
					CREATE TABLE stamped (id int PRIMARY KEY, grp int, at int);
					CREATE FUNCTION move() RETURNS trigger LANGUAGE plpgsql
					  AS 'BEGIN new.grp := (coalesce(new.grp, 0) + 1) % 4; new.at := new.grp; RETURN new; END';
					CREATE TRIGGER move BEFORE INSERT OR UPDATE ON stamped FOR EACH ROW EXECUTE FUNCTION move();
					""");
		}
		application = JdbcApplication.start(Beans.class, "spring.datasource.url=" + database.url(),
				"spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password(), "db.cache.side-effects.move=stamped");
		reads = application.context().getBean(CachedReads.class);
		shape = application.context().getBean(QueryStore.class).shape("rows");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2 })
	void cacheSaysWhatTheDatabaseSays(long seed) throws Throwable {
		Random random = new Random(seed);
		try (Connection witness = database.connect()) {
			for (int i = 0; i < 250; i++) {
				change(random);
				for (int asked = 0; asked < 10; asked++) {
					Call call = QUESTIONS.get(random.nextInt(QUESTIONS.size())).call(random);
					assertThat(cached(call)).as("%s after change %d", call, i).isEqualTo(call.rows(witness));
				}
			}
		}
	}

	@Test
	void changeOfARowLeavesAnswersOfOthersAlone() throws Throwable {
		fill();
		List<Call> calls = List.of(new Call("SELECT id, name FROM item WHERE id = ?", 1),
				new Call("SELECT id, name FROM item WHERE grp = ?", 1),
				new Call("SELECT id, name FROM item WHERE id = ?", 11),
				new Call("SELECT id, name FROM item WHERE parent = ?", 4));
		for (Call call : calls) {
			cached(call);
		}

		application.jdbc()
			.update("UPDATE item SET grp = ?, name = ?, price = ?, flag = ?, parent = ? WHERE id = ?", 2, "new",
					BigDecimal.ONE, true, null, 2);

		assertThat(calls).allMatch(this::isKept);
		application.jdbc().update("UPDATE item SET name = ? WHERE id = ?", "newer", 1);
		assertThat(calls).map(this::isKept).containsExactly(false, false, true, true);
		application.jdbc()
			.update("INSERT INTO item (id, grp, name, parent) VALUES (?, ?, ?, ?)", 11, 3, "latest", null);
		assertThat(calls).map(this::isKept).containsExactly(true, true, false, true);
	}

	@Test
	void keepsNothingThatLacksARowBecauseOfItsOwnTransaction() throws Throwable {
		fill();
		Call call = new Call("SELECT id FROM item WHERE grp = ? ORDER BY id", 1);
		List<Call> changes = List.of(new Call("DELETE FROM item WHERE id = ?", 5),
				new Call("UPDATE item SET grp = ? WHERE id = ?", 2, 5));
		for (Call change : changes) {
			transactions().executeWithoutResult((status) -> {
				application.jdbc().update(change.sql, change.values.toArray());
				assertThat(unchecked(call)).containsExactly("1");
				status.setRollbackOnly();
			});

			assertThat(cached(call)).containsExactly("1", "5");
		}
	}

	@Test
	void rowThatMovesIsSeenWhereItWasAndWhereItIs() throws Throwable {
		fill();
		Call from = new Call("SELECT id FROM item WHERE grp = ? ORDER BY id", 1);
		Call to = new Call("SELECT id FROM item WHERE grp = ? ORDER BY id", 2);
		Call other = new Call("SELECT id FROM item WHERE grp = ? ORDER BY id", 3);
		assertThat(List.of(cached(from), cached(to), cached(other))).allMatch((rows) -> rows.size() == 2);

		application.jdbc().update("UPDATE item SET grp = ? WHERE id = ?", 2, 1);

		assertThat(isKept(other)).isTrue();
		assertThat(cached(from)).containsExactly("5");
		assertThat(cached(to)).containsExactly("1", "2", "6");
	}

	@Test
	void answerOfWhichNotAllWasReadDependsOnTheTable() throws Throwable {
		fill();
		Call call = new Call("SELECT id FROM item WHERE grp = ? ORDER BY id", 1);
		reads.read("first", shape, ReadOptions.DEFAULTS, () -> application.jdbc()
			.query(call.sql, (ResultSet row) -> row.next() ? row.getInt(1) : -1, call.values.toArray()));

		application.jdbc().update("UPDATE item SET name = ? WHERE id = ?", "new", 6);

		assertThat(reads.find("first", shape).found()).isFalse();
	}

	@Test
	void manyRowsOfOneTransactionCountAsTheirTable() throws Throwable {
		fill();
		Call call = new Call("SELECT id, name FROM item WHERE id = ?", 1);
		cached(call);

		transactions().executeWithoutResult((status) -> {
			for (int i = 100; i < 400; i++) {
				application.jdbc().update("INSERT INTO item (id, grp, name) VALUES (?, ?, ?)", i, i, "x" + i);
			}
		});

		assertThat(isKept(call)).isFalse();
	}

	private static TransactionTemplate transactions() {
		return new TransactionTemplate(application.context().getBean(PlatformTransactionManager.class));
	}

	private static void fill() {
		JdbcTemplate jdbc = application.jdbc();
		jdbc.update("DELETE FROM line");
		jdbc.update("DELETE FROM item");
		for (int id = 1; id <= 8; id++) {
			jdbc.update("INSERT INTO item (id, grp, name) VALUES (?, ?, ?)", id, id % 4, "item " + id);
		}
	}

	private boolean isKept(Call call) {
		boolean found = reads.find(call, shape).found();
		unchecked(call);
		return found;
	}

	private static List<String> unchecked(Call call) {
		try {
			return cached(call);
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	private static List<String> cached(Call call) throws Throwable {
		List<String> rows = reads.read(call, shape, ReadOptions.DEFAULTS,
				() -> application.jdbc().execute((Connection connection) -> call.rows(connection)));
		return (rows != null) ? rows : List.of();
	}

	private static void change(Random random) {
		Runnable work = () -> {
			Call call = CHANGES.get(random.nextInt(CHANGES.size())).call(random);
			application.jdbc().execute((Connection connection) -> call.execute(connection, random.nextInt(8) == 0));
		};
		try {
			switch (random.nextInt(4)) {
				case 0 -> transactions().executeWithoutResult((status) -> {
					work.run();
					work.run();
				});
				case 1 -> transactions().executeWithoutResult((status) -> {
					work.run();
					read(random);
					if (random.nextBoolean()) {
						status.setRollbackOnly();
					}
				});
				default -> work.run();
			}
		}
		catch (DataAccessException ex) {
			assertThat(ex).hasMessageContaining("violates");
		}
	}

	// In the transaction that has just changed something.
	private static void read(Random random) {
		Call call = QUESTIONS.get(random.nextInt(QUESTIONS.size())).call(random);
		List<String> own = application.jdbc().execute((Connection connection) -> call.rows(connection));
		assertThat(unchecked(call)).as("%s inside", call).isEqualTo(own);
	}

	private static Question ask(String sql, Value... values) {
		return new Question(sql, List.of(values));
	}

	/**
	 * A statement with values that are chosen at random.
	 */
	private record Question(String sql, List<Value> values) {

		Call call(Random random) {
			return new Call(this.sql, this.values.stream().map((value) -> value.any(random)).toList());
		}

	}

	/**
	 * A statement with its values.
	 */
	private record Call(String sql, List<Object> values) {

		Call(String sql, Object... values) {
			this(sql, Arrays.asList(values));
		}

		List<String> rows(Connection connection) throws SQLException {
			try (PreparedStatement statement = prepare(connection); ResultSet result = statement.executeQuery()) {
				List<String> rows = new ArrayList<>();
				int columns = result.getMetaData().getColumnCount();
				while (result.next()) {
					StringBuilder row = new StringBuilder();
					for (int i = 1; i <= columns; i++) {
						row.append((i > 1) ? "," : "").append(result.getString(i));
					}
					rows.add(row.toString());
				}
				return rows;
			}
		}

		boolean execute(Connection connection, boolean batch) throws SQLException {
			try (PreparedStatement statement = prepare(connection)) {
				if (batch && !this.sql.contains("RETURNING")) {
					statement.addBatch();
					return statement.executeBatch().length > 0;
				}
				return statement.execute();
			}
		}

		private PreparedStatement prepare(Connection connection) throws SQLException {
			PreparedStatement statement = connection.prepareStatement(this.sql);
			for (int i = 0; i < this.values.size(); i++) {
				statement.setObject(i + 1, this.values.get(i));
			}
			return statement;
		}

	}

	/**
	 * Values of which there are few, so that they meet.
	 */
	private enum Value {

		ID, GROUP, NAME, PRICE, FLAG;

		Object any(Random random) {
			return switch (this) {
				case ID -> id(random.nextInt(8), random.nextBoolean());
				case GROUP -> random.nextInt(4);
				case NAME -> "name " + random.nextInt(3);
				case PRICE -> BigDecimal.valueOf(random.nextInt(100));
				case FLAG -> random.nextBoolean();
			};
		}

		private static Object id(int id, boolean asLong) {
			return asLong ? (Object) (long) id : (Object) id;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DatabaseCacheAutoConfiguration.class)
	static class Beans {

	}

}

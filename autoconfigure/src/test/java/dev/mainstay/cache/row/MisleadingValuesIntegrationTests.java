package dev.mainstay.cache.row;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration;
import dev.mainstay.cache.dependency.CatalogTables;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.ReadOptions;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reads and changes rows in ways in which a value or a statement is not what it seems.
 */
class MisleadingValuesIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static JdbcApplication application;

	private static CachedReads reads;

	private static Shape shape;

	@BeforeAll
	static void start() throws SQLException {
		try (Connection connection = database.connect()) {
			connection.createStatement()
				.execute(
						"""
								CREATE TABLE short (id int PRIMARY KEY, code varchar(3), label text);
								CREATE TABLE shortkey (code varchar(3) PRIMARY KEY, v int);
								CREATE TABLE parent (id int PRIMARY KEY, lines int DEFAULT 0, name text);
								CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent ON DELETE CASCADE, other int);
								CREATE FUNCTION recount() RETURNS trigger LANGUAGE plpgsql
								  AS 'BEGIN UPDATE parent SET lines = lines - 1 WHERE id = old.other; RETURN old; END';
								CREATE TRIGGER recount AFTER DELETE ON child FOR EACH ROW EXECUTE FUNCTION recount();
								CREATE TABLE rekey (id int PRIMARY KEY, code int NOT NULL UNIQUE, v int);
								CREATE TABLE retype (id int PRIMARY KEY, code int);
								CREATE TABLE clause (id int PRIMARY KEY, grp int, "offset" int);
								""");
		}
		application = JdbcApplication.start(Beans.class, "spring.datasource.url=" + database.url(),
				"spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password(), "db.cache.side-effects.recount=parent");
		reads = application.context().getBean(CachedReads.class);
		shape = application.context().getBean(QueryStore.class).shape("rows");
		// From then on the catalog is known.
		check(query("SELECT id FROM short WHERE id = ?", 0));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void textThatIsCutWhenStored() {
		Query query = query("SELECT id FROM short WHERE code = ?", "abc");
		check(query);
		update("INSERT INTO short (id, code) VALUES (?, ?)", 1, "abc  ");
		check(query);
		update("INSERT INTO short (id, code) VALUES (?, ?)", 2, "x");
		check(query);
		update("UPDATE short SET code = ? WHERE id = ?", "abc ", 2);
		check(query);
	}

	@Test
	void keyThatIsCutWhenStored() {
		Query query = query("SELECT code, v FROM shortkey WHERE code = ?", "abc");
		check(query);
		update("INSERT INTO shortkey (code, v) VALUES (?, ?)", "abc  ", 1);
		check(query);
	}

	@Test
	void numberThatTheDriverCuts() {
		update("DELETE FROM rekey");
		update("INSERT INTO rekey (id, code, v) VALUES (?, ?, ?)", 1, 1, 1);
		Query query = new Query("SELECT id, v FROM rekey WHERE id = ?",
				(statement) -> statement.setObject(1, 4294967297L, Types.INTEGER));
		check(query);
		update("UPDATE rekey SET v = ? WHERE id = ?", 2, 1);
		check(query);
	}

	@Test
	void textThatTheDriverMakesANumberOf() {
		Query query = query("SELECT id, label FROM short WHERE label = ?", "7");
		check(query);
		application.jdbc().execute((Connection connection) -> {
			try (PreparedStatement statement = connection
				.prepareStatement("INSERT INTO short (id, label) VALUES (?, ?)")) {
				statement.setInt(1, 77);
				statement.setObject(2, "007", Types.INTEGER);
				return statement.executeUpdate();
			}
		});
		check(query);
	}

	@Test
	void rowsThatATriggerOfAChildChanges() {
		update("DELETE FROM parent");
		update("INSERT INTO parent (id, lines) VALUES (?, ?)", 1, 5);
		update("INSERT INTO parent (id, lines) VALUES (?, ?)", 2, 5);
		update("INSERT INTO child (id, parent_id, other) VALUES (?, ?, ?)", 1, 1, 2);
		Query query = query("SELECT id, lines FROM parent WHERE id = ?", 2);
		check(query);
		update("DELETE FROM parent WHERE id = ?", 1);
		check(query);
	}

	@Test
	void keyThatSomebodyElseChanges() throws SQLException {
		update("DELETE FROM rekey");
		update("INSERT INTO rekey (id, code, v) VALUES (?, ?, ?)", 10, 20, 1);
		Query query = query("SELECT id, v FROM rekey WHERE id = ?", 10);
		check(query);
		try (Connection connection = database.connect()) {
			connection.createStatement()
				.execute("ALTER TABLE rekey DROP CONSTRAINT rekey_pkey; ALTER TABLE rekey ADD PRIMARY KEY (code)");
		}
		application.context().getBean(CatalogTables.class).refresh();
		update("UPDATE rekey SET v = ? WHERE code = ?", 2, 20);
		try {
			check(query);
		}
		finally {
			try (Connection connection = database.connect()) {
				connection.createStatement()
					.execute("ALTER TABLE rekey DROP CONSTRAINT rekey_pkey; ALTER TABLE rekey ADD PRIMARY KEY (id)");
			}
			application.context().getBean(CatalogTables.class).refresh();
		}
	}

	@Test
	void typeThatSomebodyElseChanges() throws SQLException {
		Query query = query("SELECT id FROM retype WHERE id > 0 AND code = ?", 5);
		check(query);
		try (Connection connection = database.connect()) {
			connection.createStatement().execute("ALTER TABLE retype ALTER code TYPE text USING code::text");
		}
		application.context().getBean(CatalogTables.class).refresh();
		update("INSERT INTO retype (id, code) VALUES (?, ?)", 1, "5");
		assertThat(reads.find(query, shape).found()).isFalse();
	}

	@Test
	void textGivenToAPreparedStatement() {
		update("DELETE FROM rekey");
		update("INSERT INTO rekey (id, code, v) VALUES (?, ?, ?)", 1, 1, 1);
		Query query = query("SELECT id, v FROM rekey WHERE id = ?", 1);
		check(query);
		application.jdbc().execute((Connection connection) -> {
			try (PreparedStatement statement = connection.prepareStatement("UPDATE rekey SET v = ? WHERE id = ?")) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("SELECT 1"));
				statement.setInt(1, 2);
				statement.setInt(2, 1);
				return statement.executeUpdate();
			}
		});
		check(query);
	}

	@Test
	void halfACharacter() {
		Query query = query("SELECT id FROM short WHERE label = ?", "?");
		check(query);
		update("INSERT INTO short (id, label) VALUES (?, ?)", 500, "\uD800");
		check(query);
	}

	@Test
	void columnThatIsCalledLikeAClause() {
		for (int id = 1; id <= 5; id++) {
			update("INSERT INTO clause (id, grp, \"offset\") VALUES (?, ?, ?)", id, 1, 1);
		}
		Query query = new Query("SELECT id FROM clause WHERE grp = ? OFFSET ?", (statement) -> {
			statement.setInt(1, 1);
			statement.setInt(2, 2);
		});
		check(query);
		update("DELETE FROM clause WHERE id = ?", 1);
		check(query);
	}

	private static void update(String sql, Object... values) {
		application.jdbc().update(sql, values);
	}

	private static void check(Query query) {
		List<String> cached;
		try {
			cached = reads.read(query, shape, ReadOptions.DEFAULTS, () -> rows(query));
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
		assertThat(cached).as(query.sql).isEqualTo(rows(query));
	}

	private static List<String> rows(Query query) {
		return application.jdbc().execute((Connection connection) -> {
			try (PreparedStatement statement = connection.prepareStatement(query.sql)) {
				query.binder.bind(statement);
				ResultSet result = statement.executeQuery();
				List<String> rows = new ArrayList<>();
				int columns = result.getMetaData().getColumnCount();
				while (result.next()) {
					rows.add(result.getString(1) + "," + result.getString(columns));
				}
				return rows;
			}
		});
	}

	private static Query query(String sql, Object value) {
		return new Query(sql, (statement) -> statement.setObject(1, value));
	}

	/**
	 * A query with its values.
	 */
	private record Query(String sql, Binder binder) {

	}

	/**
	 * Gives a statement its values.
	 */
	@FunctionalInterface
	private interface Binder {

		void bind(PreparedStatement statement) throws SQLException;

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DatabaseCacheAutoConfiguration.class)
	static class Beans {

	}

}

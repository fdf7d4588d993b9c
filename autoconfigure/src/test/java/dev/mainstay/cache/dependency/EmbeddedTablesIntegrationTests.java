package dev.mainstay.cache.dependency;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CatalogTables} with the catalogs of H2 and SQLite.
 */
class EmbeddedTablesIntegrationTests {

	@RegisterExtension
	static final TestDatabase h2 = TestDatabase.h2();

	@RegisterExtension
	static final TestDatabase sqlite = TestDatabase.sqlite();

	@BeforeAll
	static void create() throws SQLException {
		for (DatabaseProduct product : new DatabaseProduct[] { DatabaseProduct.H2, DatabaseProduct.SQLITE }) {
			one(product).execute("CREATE TABLE customer (id bigint PRIMARY KEY, name varchar(50), born date)", """
					CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(9),
					  customer_id bigint REFERENCES customer (id) ON DELETE CASCADE)""", """
					CREATE TABLE line (id bigint PRIMARY KEY, price int,
					  order_id bigint REFERENCES orders (id) ON DELETE SET NULL)""",
					"CREATE TABLE audit (what varchar(9))", "CREATE TABLE stamped (id bigint)",
					"CREATE VIEW open_orders AS SELECT * FROM orders WHERE state = 'open'",
					"CREATE VIEW busy AS SELECT c.* FROM customer c JOIN open_orders o ON o.customer_id = c.id",
					"CREATE VIEW chance AS SELECT random_of.id FROM orders random_of ORDER BY "
							+ ((product == DatabaseProduct.H2) ? "rand()" : "random()"));
		}
		one(DatabaseProduct.SQLITE).execute(
				"CREATE TRIGGER stamp AFTER INSERT ON stamped BEGIN INSERT INTO audit VALUES ('x'); END",
				"CREATE VIRTUAL TABLE words USING fts5(word)");
		one(DatabaseProduct.H2).execute("CREATE ALIAS parse_it FOR 'java.lang.Integer.parseInt(java.lang.String)'",
				"CREATE TABLE parsed (id int DEFAULT parse_it('1'))", "CREATE SEQUENCE numbers");
	}

	private static OneDatabase one(DatabaseProduct product) {
		return new OneDatabase((product == DatabaseProduct.H2) ? h2 : sqlite, product);
	}

	@ParameterizedTest
	@EnumSource(names = { "H2", "SQLITE" })
	void readsWhatViewsOfViewsRead(DatabaseProduct product) {
		OneDatabase one = one(product);

		one.assertReads("SELECT * FROM busy WHERE id = ?")
			.containsExactlyInAnyOrder("busy", "open_orders", "orders", "customer");
		one.assertReads("SELECT * FROM orders, line WHERE state IN (?, ?)").containsExactlyInAnyOrder("orders", "line");
		one.assertReads("SELECT * FROM `orders`").containsExactly("orders");
		one.assertRefusal("SELECT * FROM chance").contains("differently");
		one.assertRefusal("SELECT * FROM missing").contains("missing");
		assertThat(one.reads(one.tables(), "SELECT current_date FROM orders").timeSensitive()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "H2", "SQLITE" })
	void followsCascades(DatabaseProduct product) {
		OneDatabase one = one(product);
		CatalogTables tables = one.knowing();

		one.assertWrites(tables, "DELETE FROM customer WHERE id = ?")
			.containsExactlyInAnyOrder("customer", "orders", "line");
		one.assertWrites(tables, "INSERT INTO customer (id) VALUES (?)").containsExactly("customer");
		one.assertWrites(tables, "UPDATE line SET price = (SELECT max(id) FROM audit)").containsExactly("line");
		one.assertWritesEverything(tables, "DROP TABLE line");
		assertThat(one.writes(one.knowing(), "SELECT * FROM busy")).isEqualTo(WrittenTables.NOTHING);
		assertThat(one.knowing().defaultIsolation(OneDatabase.NAME)).isPositive();
	}

	@ParameterizedTest
	@EnumSource(names = { "H2", "SQLITE" })
	void refusesATableThatATemporaryOneMayHide(DatabaseProduct product) {
		OneDatabase one = one(product);
		CatalogTables tables = one.knowing();
		one.writes(tables, "CREATE TEMPORARY TABLE customer (id bigint)");

		assertThat(one.reads(tables, "SELECT * FROM customer").refusal()).contains("temporary");
		assertThat(one.reads(tables, "SELECT * FROM orders").refusal()).isNull();
	}

	@Test
	void knowsTheWaysOfH2() {
		OneDatabase one = one(DatabaseProduct.H2);
		CatalogTables tables = one.knowing();

		one.assertRefusal("SELECT parse_it('1'), id FROM orders").contains("parse_it");
		one.assertRefusal("SELECT session_id(), id FROM orders");
		one.assertRefusal("SELECT * FROM INFORMATION_SCHEMA.TABLES");
		one.assertRefusal("SELECT numbers.currval").contains("sequence");
		one.assertRefusal("SELECT id FROM FINAL TABLE (INSERT INTO orders (id) VALUES (1))");
		one.assertReads("SELECT id FROM orders, SYSTEM_RANGE(1, 2), UNNEST(ARRAY[1, 2])").containsExactly("orders");
		one.assertWritesEverything(tables, "SELECT id FROM FINAL TABLE (INSERT INTO audit (what) VALUES ('x'))");
		one.assertWrites(tables, "MERGE INTO audit KEY (what) VALUES ('x')").containsExactly("audit");
		one.assertWritesEverything(tables, "INSERT INTO parsed VALUES (1)");
		one.assertWrites(one.knowing(Map.of("parse_it", Set.of())), "INSERT INTO parsed VALUES (1)")
			.containsExactly("parsed");
		assertThat(one.writes(tables, "CALL NEXT VALUE FOR numbers")).isEqualTo(WrittenTables.NOTHING);
	}

	@Test
	void knowsTheWaysOfSqlite() {
		OneDatabase one = one(DatabaseProduct.SQLITE);
		CatalogTables tables = one.knowing();

		one.assertRefusal("SELECT changes()");
		one.assertRefusal("SELECT * FROM sqlite_master").contains("system");
		one.assertRefusal("SELECT * FROM pragma_table_info('orders')");
		one.assertRefusal("SELECT * FROM 'orders'");
		one.assertRefusal("SELECT * FROM words").contains("virtual");
		one.assertRefusal("SELECT * FROM temp.orders");
		one.assertReads("SELECT * FROM main.[orders], json_each('[1]')").containsExactly("orders");
		assertThat(one.reads(tables, "SELECT date('now'), id FROM orders").timeSensitive()).isTrue();
		one.assertWritesEverything(tables, "INSERT INTO stamped VALUES (1)");
		one.assertWrites(one.knowing(Map.of("stamped", Set.of("audit"))), "INSERT INTO stamped VALUES (1)")
			.containsExactlyInAnyOrder("stamped", "audit");
		one.assertWrites(tables, "INSERT OR REPLACE INTO customer (id) VALUES (1)")
			.containsExactlyInAnyOrder("customer", "orders", "line");
		assertThat(one.writes(tables, "PRAGMA foreign_keys = off").sessionChanged()).isTrue();
	}

}

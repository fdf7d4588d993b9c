package dev.mainstay.cache.dependency;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CatalogTables} with the catalog of MariaDB.
 */
class MariaDbTablesIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.mariadb();

	private static final OneDatabase one = new OneDatabase(database, DatabaseProduct.MYSQL);

	@BeforeAll
	static void create() throws SQLException {
		new OneDatabase(database, DatabaseProduct.MYSQL).execute(
				"CREATE TABLE customer (id bigint PRIMARY KEY, name varchar(50), born date)", """
						CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, state varchar(10),
						  FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE)""", """
						CREATE TABLE line (id bigint PRIMARY KEY, order_id bigint, price int,
						  FOREIGN KEY (order_id) REFERENCES orders (id) ON UPDATE CASCADE)""",
				"CREATE TABLE audit (what text)", "CREATE TABLE stamped (id bigint)",
				"CREATE VIEW open_orders AS SELECT * FROM orders WHERE state = 'open'",
				"CREATE VIEW busy AS SELECT c.* FROM customer c JOIN open_orders o ON o.customer_id = c.id",
				"CREATE VIEW mine AS SELECT * FROM orders WHERE state = user()",
				"CREATE TRIGGER stamp AFTER INSERT ON stamped FOR EACH ROW INSERT INTO audit VALUES ('x')",
				"CREATE FUNCTION twice(x int) RETURNS int DETERMINISTIC RETURN 2 * x",
				"CREATE FUNCTION any_line() RETURNS int READS SQL DATA RETURN (SELECT max(id) FROM line)",
				"CREATE PROCEDURE tidy() DELETE FROM audit", "CREATE SEQUENCE numbers");
	}

	@Test
	void readsWhatViewsOfViewsRead() {
		one.assertReads("SELECT * FROM busy WHERE id = ?")
			.containsExactlyInAnyOrder("busy", "open_orders", "orders", "customer");
		one.assertReads(
				"SELECT `o`.`id`, \"orders\" FROM `orders` AS `o` USE INDEX (PRIMARY), line STRAIGHT_JOIN customer")
			.containsExactlyInAnyOrder("orders", "line", "customer");
		one.assertReads("SELECT 1 FROM dual").containsExactly("dual");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT rand(), id FROM orders", "SELECT uuid()", "SELECT last_insert_id()",
			"SELECT found_rows()", "SELECT user(), id FROM orders", "SELECT connection_id()",
			"SELECT @x, id FROM orders", "SELECT @@session.sql_mode", "SELECT id FROM orders FOR UPDATE",
			"SELECT id FROM orders LOCK IN SHARE MODE", "SELECT * FROM information_schema.tables",
			"SELECT * FROM mysql.user", "SELECT NEXT VALUE FOR numbers", "SELECT nextval(numbers)",
			"SELECT * FROM mine", "SELECT any_line(), id FROM orders", "SELECT twice(1), id FROM orders",
			"SELECT * FROM \"orders\"", "SELECT * FROM orders, \"line\"", "SELECT * FROM elsewhere.orders",
			"SELECT elsewhere.f(1), id FROM orders", "SELECT * FROM missing",
			"SELECT SQL_CALC_FOUND_ROWS id FROM orders LIMIT 1", "SELECT id FROM orders WHERE state = 'a\\' OR 1 -- '",
			"SELECT id FROM orders /*! , line */", "SELECT id INTO @x FROM orders", "SELECT * FROM numbers" })
	void refusesWhatMustNotBeKept(String sql) {
		one.assertRefusal(sql).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT now(), id FROM orders", "SELECT sysdate(), id FROM orders",
			"SELECT * FROM customer WHERE born < curdate()", "SELECT unix_timestamp(), utc_date, id FROM orders" })
	void tellsWhatDependsOnTheTime(String sql) {
		ReadTables read = one.reads(one.tables(), sql);

		assertThat(read.refusal()).isNull();
		assertThat(read.timeSensitive()).isTrue();
	}

	@Test
	void followsCascades() {
		CatalogTables tables = one.knowing();

		one.assertWrites(tables, "DELETE FROM customer WHERE id = ?")
			.containsExactlyInAnyOrder("customer", "orders", "line");
		one.assertWrites(tables, "INSERT IGNORE INTO customer (id) VALUES (?)").containsExactly("customer");
		one.assertWrites(tables, "INSERT INTO customer (id) VALUES (?) ON DUPLICATE KEY UPDATE name = 'x'")
			.contains("line");
		one.assertWrites(tables, "REPLACE INTO customer (id) VALUES (?)").contains("line");
		one.assertWrites(tables, "INSERT INTO line SELECT id, id, 1 FROM orders").containsExactly("line");
		one.assertWrites(tables, "UPDATE line l JOIN audit a SET l.price = 1, a.what = ''")
			.containsExactlyInAnyOrder("line", "audit");
		one.assertWrites(tables, "DELETE l FROM line l JOIN audit a").containsExactlyInAnyOrder("line", "audit");
		one.assertWrites(tables, "UPDATE open_orders SET state = 'x'").contains("orders", "line");
	}

	@Test
	void changesEverythingThroughTriggersUnlessToldWhat() {
		one.assertWritesEverything(one.knowing(), "INSERT INTO stamped VALUES (?)");

		CatalogTables told = one
			.knowing(Map.of("stamped", Set.of("audit"), "any_line", Set.of(), "tidy", Set.of("audit")));

		one.assertWrites(told, "INSERT INTO stamped VALUES (?)").containsExactlyInAnyOrder("stamped", "audit");
		one.assertWrites(told, "SELECT any_line()").isEmpty();
		one.assertWrites(told, "CALL tidy()").containsExactly("audit");
	}

	@Test
	void suspectsTriggersThatItMayNotSee() throws SQLException {
		one.execute("CREATE OR REPLACE USER small IDENTIFIED BY 'small'",
				"GRANT SELECT, INSERT, UPDATE, DELETE ON *.* TO small");
		CatalogTables tables = new OneDatabase(database, DatabaseProduct.MYSQL, "small").knowing();

		one.assertWritesEverything(tables, "INSERT INTO line (id) VALUES (?)");

		one.execute("DROP USER small");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT any_line()", "CALL tidy()", "TRUNCATE line", "DELETE FROM missing",
			"UPDATE \"line\" SET price = 1", "DELETE FROM elsewhere.line", "ANALYZE UPDATE missing SET id = 1",
			"BEGIN NOT ATOMIC DELETE FROM line; END", "SET @x = any_line()", "SELECT elsewhere.f()",
			"UPDATE line SET price = 1 WHERE id = '\\' OR (SELECT 1 FROM audit) -- '" })
	void changesEverythingInCaseOfDoubt(String sql) {
		one.assertWritesEverything(one.knowing(), sql);
	}

	@Test
	void tellsWhatChangesTheSessionAndWhatEndsTheTransaction() {
		CatalogTables tables = one.knowing();

		for (String sql : new String[] { "USE other", "SET SESSION sql_mode = ''", "SET autocommit = 0",
				"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE" }) {
			assertThat(one.writes(tables, sql).sessionChanged()).as(sql).isTrue();
		}
		for (String sql : new String[] { "COMMIT", "ROLLBACK", "SET autocommit = 1", "START TRANSACTION",
				"CREATE TABLE x (id int)", "LOCK TABLES line READ" }) {
			assertThat(one.writes(tables, sql).ends()).as(sql).isTrue();
			one.runTasks();
		}
		assertThat(one.knowing().defaultIsolation(OneDatabase.NAME)).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
	}

	@Test
	void refusesWhatAReadOnlyServerSays() throws SQLException {
		one.execute("SET GLOBAL read_only = 1");
		try {
			assertThat(one.reads(one.tables(), "SELECT * FROM orders").refusal()).contains("replica");
		}
		finally {
			one.execute("SET GLOBAL read_only = 0");
		}
	}

	@Test
	void refusesATableThatATemporaryOneMayHide() {
		CatalogTables tables = one.knowing();
		one.writes(tables, "CREATE TEMPORARY TABLE IF NOT EXISTS `customer` AS SELECT * FROM orders");

		assertThat(one.reads(tables, "SELECT * FROM customer").refusal()).contains("temporary");
		assertThat(one.reads(tables, "SELECT * FROM orders").refusal()).isNull();
	}

}

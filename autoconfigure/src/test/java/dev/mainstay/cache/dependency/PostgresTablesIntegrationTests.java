package dev.mainstay.cache.dependency;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
 * Tests for {@link CatalogTables} with the catalog of PostgreSQL.
 */
class PostgresTablesIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static final OneDatabase one = new OneDatabase(database, DatabaseProduct.POSTGRESQL);

	@BeforeAll
	static void create() throws SQLException {
		new OneDatabase(database, DatabaseProduct.POSTGRESQL).execute("""
				CREATE TABLE customer (id bigint PRIMARY KEY, name text, born date, doc jsonb);
				CREATE TABLE orders (id bigint PRIMARY KEY,
				  customer_id bigint REFERENCES customer ON DELETE CASCADE, state text);
				CREATE TABLE line (id bigint, order_id bigint REFERENCES orders ON DELETE SET NULL, price numeric);
				CREATE TABLE audit (id serial, what text);
				CREATE TABLE "Mixed Case" (id bigint, "from" text);
				CREATE VIEW open_orders AS SELECT * FROM orders WHERE state = 'open';
				CREATE VIEW busy AS SELECT c.* FROM customer c JOIN open_orders o ON o.customer_id = c.id;
				CREATE MATERIALIZED VIEW totals AS SELECT order_id, sum(price) FROM line GROUP BY 1;
				CREATE VIEW recent AS SELECT * FROM orders WHERE current_date > '2020-01-01';
				CREATE VIEW mine AS SELECT * FROM orders WHERE state = current_user;
				CREATE VIEW activity AS SELECT * FROM pg_stat_activity;
				CREATE TABLE reading (at date NOT NULL, v int) PARTITION BY RANGE (at);
				CREATE TABLE reading_2026 PARTITION OF reading FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
				CREATE TABLE stamped (id bigint, at timestamptz);
				CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN new.at := now(); RETURN new; END';
				CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON stamped FOR EACH ROW EXECUTE FUNCTION stamp();
				CREATE TABLE stamped_part (id bigint, s bigint);
				CREATE TABLE ruled (id bigint);
				CREATE RULE also AS ON INSERT TO ruled DO ALSO INSERT INTO audit (what) VALUES ('ruled');
				CREATE TABLE secret (id bigint);
				ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
				CREATE FUNCTION log_it(text) RETURNS text LANGUAGE sql
				  AS 'INSERT INTO audit (what) VALUES ($1) RETURNING what';
				CREATE FUNCTION lines() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM line';
				CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1';
				CREATE TABLE counted (id text DEFAULT log_it('x'), n int DEFAULT twice(2));
				CREATE PROCEDURE tidy() LANGUAGE sql AS 'DELETE FROM audit';
				CREATE VIEW logging AS SELECT log_it(name) FROM customer;
				CREATE FUNCTION same_line(int, int) RETURNS boolean LANGUAGE sql STABLE
				  AS 'SELECT EXISTS (SELECT 1 FROM line WHERE id = $1)';
				CREATE OPERATOR <~> (LEFTARG = int, RIGHTARG = int, FUNCTION = same_line);
				CREATE SCHEMA other;
				CREATE TABLE other.elsewhere (id bigint);
				""");
	}

	@Test
	void readsWhatViewsOfViewsRead() {
		one.assertReads("SELECT * FROM busy WHERE id = ?")
			.containsExactlyInAnyOrder("busy", "open_orders", "orders", "customer");
		one.assertReads("SELECT * FROM totals").contains("totals", "line");
	}

	@Test
	void readsParentsAndPartitions() {
		one.assertReads("SELECT * FROM reading_2026").contains("reading", "reading_2026");
		one.assertReads("SELECT * FROM reading").contains("reading", "reading_2026");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT random(), id FROM orders", "SELECT gen_random_uuid() FROM orders",
			"SELECT nextval('audit_id_seq')", "SELECT * FROM orders FOR UPDATE", "SELECT * FROM orders FOR KEY SHARE",
			"SELECT * FROM orders WHERE state = current_user", "SELECT current_setting('x'), id FROM orders",
			"SELECT * FROM mine", "SELECT * FROM activity", "SELECT * FROM pg_class",
			"SELECT * FROM information_schema.tables", "SELECT * FROM secret", "SELECT lines(), id FROM orders",
			"SELECT log_it('x')", "SELECT * FROM logging", "SELECT * FROM orders TABLESAMPLE SYSTEM (10)",
			"SELECT table_to_xml('orders', true, true, '')", "SELECT 'orders'::regclass FROM orders",
			"WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone", "INSERT INTO audit VALUES (1)",
			"SELECT * INTO copied FROM orders", "SELECT pg_backend_pid()", "SELECT * FROM missing",
			"SELECT * FROM orders, missing", "SELECT * FROM orders o JOIN missing m ON true", "SELECT unheard_of(1)",
			"SELECT clock_timestamp()", "SELECT set_config('a.b', 'c', false)", "EXPLAIN SELECT * FROM orders",
			"SELECT * FROM audit_id_seq", "SELECT id FROM U&\"ord\\0065rs\"", "SELECT user, id FROM orders",
			"SELECT id FROM orders WHERE 1 <~> 2" })
	void refusesWhatMustNotBeKept(String sql) {
		one.assertRefusal(sql).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT now(), id FROM orders", "SELECT * FROM recent",
			"SELECT * FROM customer WHERE born < 'today'::date", "SELECT * FROM customer WHERE born < current_date",
			"SELECT age(born) FROM customer", "SELECT localtimestamp, id FROM orders" })
	void tellsWhatDependsOnTheTime(String sql) {
		ReadTables read = one.reads(one.known(), sql);

		assertThat(read.refusal()).isNull();
		assertThat(read.timeSensitive()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT extract(year FROM born), lower(name), substring(name FROM 2 FOR 3) FROM customer",
			"SELECT count(*), max(id) FILTER (WHERE id > 1) OVER (ORDER BY id) FROM customer",
			"SELECT * FROM customer c LEFT JOIN LATERAL (SELECT 1) x ON true WHERE c.doc ? 'a' AND doc @> '{}'::jsonb",
			"SELECT row_number() OVER w FROM customer WINDOW w AS (PARTITION BY name)",
			"SELECT cast(id AS numeric(10, 2)), coalesce(name, ''), id IS DISTINCT FROM 1 FROM customer",
			"SELECT * FROM customer, generate_series(1, 3) g(n), unnest(ARRAY[1, 2]) WITH ORDINALITY AS u(a, b)",
			"SELECT * FROM customer c, jsonb_to_recordset(c.doc) AS r(a int, b text)",
			"SELECT twice(2), array_agg(id ORDER BY id), string_agg(name, ',') FROM customer GROUP BY GROUPING SETS ((name), ())",
			"VALUES (1, 2), (3, 4)", "SELECT id FROM customer OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY",
			"SELECT CASE WHEN id IN (1, 2) THEN 'a' ELSE 'b' END FROM customer ORDER BY 1 LIMIT 10",
			"SELECT date_trunc('day', born), to_char(born, 'YYYY'), position('a' IN name) FROM customer",
			"SELECT name COLLATE \"C\", id::bigint, ROW(1, 2), xmlelement(name foo) FROM customer",
			"SELECT * FROM ROWS FROM (generate_series(1, 2), generate_series(1, 3)) AS x(a, b), customer" })
	void keepsOrdinaryQueries(String sql) {
		ReadTables read = one.reads(one.known(), sql);

		assertThat(read.refusal()).isNull();
		assertThat(read.timeSensitive()).isFalse();
	}

	@Test
	void understandsWhatIsEscapedByABackslash() {
		String sql = "SELECT id FROM customer WHERE upper(name) LIKE upper(?) ESCAPE '\\' OR name LIKE ? ESCAPE '\\' ORDER BY id";

		one.assertReads(sql).containsExactly("customer");
		one.assertWrites(one.known(), sql).isEmpty();
	}

	@Test
	void doubtsWhatAnotherSettingOfTheServerMakesAnotherStatementOf() {
		one.assertRefusal("SELECT id FROM customer WHERE name = '\\' OR name = ' OR EXISTS (TABLE orders) --'");
	}

	@Test
	void asksAgainForATableThatItDoesNotKnow() throws SQLException {
		CatalogTables tables = one.knowing();
		one.execute("CREATE TABLE latecomer (id bigint)");

		assertThat(one.reads(tables, "SELECT * FROM latecomer").tables()).containsExactly("latecomer");

		one.execute("DROP TABLE latecomer");
	}

	@Test
	void refusesATableThatATemporaryOneMayHide() throws SQLException {
		CatalogTables tables = one.knowing();
		one.writes(tables, "CREATE TEMP TABLE IF NOT EXISTS customer (id bigint)");

		assertThat(one.reads(tables, "SELECT * FROM customer").refusal()).contains("temporary");
		assertThat(one.reads(tables, "SELECT * FROM orders").refusal()).isNull();
		try (Connection connection = database.connect()) {
			connection.createStatement().execute("CREATE TEMP TABLE line (id bigint)");
			assertThat(one.reads(one.tables(), "SELECT * FROM line").refusal()).contains("temporary");
		}
	}

	@Test
	void readsTheTablesThatAFunctionIsSaidToUse() {
		CatalogTables tables = one.tables(Map.of("public.lines", Set.of("line")));

		assertThat(one.reads(tables, "SELECT lines(), id FROM customer").tables()).containsExactlyInAnyOrder("customer",
				"line");
	}

	@Test
	void followsCascades() {
		CatalogTables tables = one.knowing();

		one.assertWrites(tables, "DELETE FROM customer WHERE id = ?")
			.containsExactlyInAnyOrder("customer", "orders", "line");
		one.assertWrites(tables, "INSERT INTO customer (id) VALUES (?)").containsExactly("customer");
		one.assertWrites(tables, "INSERT INTO customer (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET name = 'x'")
			.contains("line");
		one.assertWrites(tables, "UPDATE line SET price = 1 FROM orders o WHERE o.id = order_id")
			.containsExactly("line");
		one.assertWrites(tables, "INSERT INTO line SELECT id, id, 1 FROM orders").containsExactly("line");
		one.assertWrites(tables, "DELETE FROM ONLY public.line l USING orders o WHERE o.id = l.order_id")
			.containsExactly("line");
		one.assertWrites(tables, "MERGE INTO line USING orders o ON o.id = order_id WHEN MATCHED THEN DELETE")
			.containsExactly("line");
	}

	@Test
	void followsPartitionsAndViews() {
		CatalogTables tables = one.knowing();

		one.assertWrites(tables, "INSERT INTO reading VALUES (?, ?)").contains("reading", "reading_2026");
		one.assertWrites(tables, "UPDATE reading_2026 SET v = 1").contains("reading", "reading_2026");
		one.assertWrites(tables, "UPDATE open_orders SET state = 'x'").contains("orders", "line");
	}

	@Test
	void changesAllNamedTablesWhereAQueryWrites() {
		CatalogTables tables = one.knowing();

		one.assertWrites(tables, "WITH x AS (UPDATE line SET price = 1 RETURNING *) SELECT * FROM x").contains("line");
		one.assertWrites(tables, "DELETE FROM line; INSERT INTO other.elsewhere VALUES (1)")
			.containsExactlyInAnyOrder("line", "elsewhere");
		one.assertWrites(tables, "COPY line FROM STDIN").containsExactly("line");
	}

	@Test
	void changesEverythingThroughTriggersUnlessToldWhat() {
		CatalogTables tables = one.knowing();
		for (String table : new String[] { "stamped", "ruled", "counted" }) {
			one.assertWritesEverything(tables, "INSERT INTO " + table + " VALUES (?)");
		}

		CatalogTables told = one.knowing(Map.of("stamp", Set.of(), "ruled", Set.of("audit"), "log_it", Set.of("audit"),
				"tidy", Set.of("audit")));

		one.assertWrites(told, "UPDATE stamped SET id = 1").containsExactly("stamped");
		one.assertWrites(told, "INSERT INTO ruled VALUES (1)").containsExactlyInAnyOrder("ruled", "audit");
		one.assertWrites(told, "SELECT log_it(?)").containsExactly("audit");
		one.assertWrites(told, "SELECT * FROM logging").containsExactly("audit");
		one.assertWrites(told, "INSERT INTO counted VALUES ('x')").contains("counted", "audit");
		one.assertWrites(told, "CALL tidy()").containsExactly("audit");
		one.assertWrites(told, "{call tidy()}").containsExactly("audit");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT log_it('x')", "SELECT * FROM logging", "CALL tidy()", "DO $$ BEGIN END $$",
			"INSERT INTO line SELECT 1, 2, length(log_it(name)) FROM customer", "TRUNCATE line", "DELETE FROM missing",
			"CREATE TABLE again (id int)", "ALTER TABLE line ADD x int", "SELECT * INTO copied FROM orders",
			"EXECUTE prepared(1)", "SELECT unheard_of(1)", "SELECT dblink_exec('x')", "whatever",
			"EXPLAIN ANALYZE DELETE FROM line", "SELECT 1; CALL tidy()", "INSERT INTO line SELECT * FROM missing" })
	void changesEverythingInCaseOfDoubt(String sql) {
		one.assertWritesEverything(one.known(), sql);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT * FROM orders FOR UPDATE", "SELECT lines()", "BEGIN", "SAVEPOINT a", "SHOW x",
			"ROLLBACK TO SAVEPOINT a", "EXPLAIN DELETE FROM line", "FETCH 10 FROM c", "SET LOCAL statement_timeout = 5",
			"SELECT nextval('audit_id_seq')", "SELECT pg_advisory_xact_lock(1)", "LISTEN x", "VALUES (1)", "",
			"SELECT now(), gen_random_uuid()", "WITH x AS (SELECT 1) SELECT * FROM x", "/* ping */ SELECT 1" })
	void changesNothing(String sql) {
		assertThat(one.writes(one.known(), sql)).isEqualTo(WrittenTables.NOTHING);
	}

	@Test
	void tellsWhatChangesTheSessionAndWhatEndsTheTransaction() {
		CatalogTables tables = one.knowing();

		for (String sql : new String[] { "SET search_path TO other", "SET ROLE x", "RESET ALL", "DISCARD ALL",
				"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "BEGIN ISOLATION LEVEL REPEATABLE READ",
				"SELECT set_config('search_path', 'other', true)", "SET session_replication_role = replica" }) {
			assertThat(one.writes(tables, sql).sessionChanged()).as(sql).isTrue();
		}
		for (String sql : new String[] { "COMMIT", "END", "ROLLBACK", "PREPARE TRANSACTION 'x'", "SELECT 1; COMMIT" }) {
			assertThat(one.writes(tables, sql).ends()).as(sql).isTrue();
		}
	}

	@Test
	void hearsOfATriggerAtTheNextRefresh() throws SQLException {
		CatalogTables tables = one.knowing();
		one.assertWrites(tables, "UPDATE stamped_part SET s = 1").containsExactly("stamped_part");
		one.execute("CREATE TRIGGER stamp BEFORE UPDATE ON stamped_part FOR EACH ROW EXECUTE FUNCTION stamp()");

		tables.refresh();

		one.assertWritesEverything(tables, "UPDATE stamped_part SET s = 1");
		one.execute("DROP TRIGGER stamp ON stamped_part");
	}

	@Test
	void forgetsTheCatalogWhenDefinitionsChangeAndWhenTheyAreCommitted() {
		CatalogTables tables = one.knowing();
		int before = one.opened.get();

		one.writes(tables, "ALTER TABLE line ADD x int");
		one.reads(tables, "SELECT * FROM line");
		assertThat(one.opened.get()).isEqualTo(before + 1);
		tables.transactionEnded(OneDatabase.NAME);
		one.reads(tables, "SELECT * FROM line");
		assertThat(one.opened.get()).isEqualTo(before + 2);
		tables.transactionEnded(OneDatabase.NAME);
		one.reads(tables, "SELECT * FROM line");
		assertThat(one.opened.get()).isEqualTo(before + 2);
	}

	@Test
	void asksTheDatabaseOnceForManyStatements() {
		OneDatabase one = new OneDatabase(database, DatabaseProduct.POSTGRESQL);
		CatalogTables tables = one.tables();

		one.reads(tables, "SELECT * FROM line");
		one.reads(tables, "SELECT * FROM orders");
		one.nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
		one.reads(tables, "SELECT * FROM line");
		assertThat(one.opened).hasValue(1);
		one.reads(tables, "SELECT * FROM customer");
		assertThat(one.opened).hasValue(2);
	}

	@Test
	void neverFailsWithoutADatabase() {
		OneDatabase gone = new OneDatabase(database, DatabaseProduct.POSTGRESQL);
		gone.down = true;
		CatalogTables tables = gone.tables();

		assertThat(gone.reads(tables, "SELECT * FROM line").refusal()).contains("cannot be read");
		gone.assertWritesEverything(tables, "DELETE FROM line");
		assertThat(gone.writes(tables, "SELECT * FROM line")).isEqualTo(WrittenTables.NOTHING);
		gone.runTasks();
		tables.refresh();
		assertThat(tables.defaultIsolation(OneDatabase.NAME)).isEqualTo(-1);
	}

	@Test
	void knowsTheDefaultIsolation() {
		assertThat(one.knowing().defaultIsolation(OneDatabase.NAME)).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
	}

}

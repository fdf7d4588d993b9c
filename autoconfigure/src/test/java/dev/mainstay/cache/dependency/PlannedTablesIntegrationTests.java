package dev.mainstay.cache.dependency;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link CatalogTables} names all tables that the plans of PostgreSQL and
 * MariaDB name.
 */
class PlannedTablesIntegrationTests {

	@RegisterExtension
	static final TestDatabase postgres = TestDatabase.postgres();

	@RegisterExtension
	static final TestDatabase mariadb = TestDatabase.mariadb();

	private static final Pattern RELATION = Pattern.compile("\"Relation Name\": \"([^\"]+)\"");

	// For both; {} is a condition that no planner decides beforehand.
	private static final String[] QUERIES = { "SELECT * FROM a", "SELECT * FROM a, b", "SELECT x.* FROM a x, b AS y, c",
			"SELECT * FROM a JOIN b ON a.id = b.a_id LEFT JOIN c ON c.b_id = b.id",
			"SELECT * FROM (a JOIN b ON a.id = b.a_id) JOIN c ON c.b_id = b.id", "SELECT * FROM a NATURAL JOIN d",
			"SELECT * FROM a CROSS JOIN c", "SELECT * FROM a RIGHT JOIN b USING (id)",
			"SELECT (SELECT max(v) FROM b) FROM a", "SELECT * FROM a WHERE id IN (SELECT a_id FROM b)",
			"SELECT * FROM a WHERE EXISTS (SELECT 1 FROM b WHERE a_id = a.id)",
			"SELECT * FROM a WHERE id NOT IN (SELECT a_id FROM b WHERE a_id IS NOT NULL)",
			"SELECT * FROM a WHERE id > ALL (SELECT id FROM c)", "SELECT * FROM (SELECT * FROM a WHERE v > 1) b",
			"SELECT id FROM a UNION SELECT id FROM b UNION ALL SELECT id FROM c",
			"(SELECT id FROM a) UNION (SELECT id FROM d)", "SELECT id FROM a EXCEPT SELECT id FROM b",
			"SELECT id FROM a INTERSECT SELECT id FROM c", "WITH x AS (SELECT * FROM a) SELECT * FROM x, b",
			"WITH a AS (SELECT * FROM b) SELECT * FROM a", "WITH x (i, j) AS (SELECT id, v FROM c) SELECT j FROM x",
			"WITH RECURSIVE x AS (SELECT id FROM a UNION ALL SELECT b.id FROM b JOIN x ON b.a_id = x.id) SELECT * FROM x",
			"WITH x AS (SELECT * FROM a), y AS (SELECT c.id FROM x JOIN c ON c.b_id = x.id) SELECT * FROM y",
			"SELECT * FROM va", "SELECT * FROM vv", "SELECT * FROM va JOIN vv ON va.id = vv.id", "SELECT * FROM vu",
			"SELECT count(*) FROM (SELECT DISTINCT v FROM vv) t",
			"SELECT v, count(*) FROM a GROUP BY v HAVING count(*) > 1",
			"SELECT a.v FROM a ORDER BY (SELECT max(id) FROM c WHERE b_id = a.id)",
			"SELECT CASE WHEN v > 1 THEN (SELECT max(id) FROM b) ELSE 2 END FROM a",
			"SELECT row_number() OVER (PARTITION BY v ORDER BY id) FROM d",
			"SELECT a.id FROM a, (SELECT id FROM b WHERE v = 3) AS c WHERE c.id = a.id",
			"SELECT coalesce(sum(v), 0) FROM a -- , b", "SELECT /* c */ * FROM b WHERE v = 5 LIMIT 10",
			"SELECT * FROM p WHERE v = 1", "SELECT * FROM a ORDER BY id LIMIT 1 OFFSET 2",
			"SELECT a.id AS b, b.id AS c FROM a JOIN b ON b.a_id = a.id" };

	private static final String[] POSTGRES_QUERIES = { "TABLE a", "SELECT * FROM ONLY a", "SELECT * FROM public.a",
			"SELECT * FROM \"Mixed Case\"", "SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.a_id = a.id) x",
			"SELECT * FROM a LEFT JOIN LATERAL (SELECT * FROM c LIMIT 1) x ON true", "SELECT * FROM p_one",
			"SELECT * FROM m", "SELECT array(SELECT id FROM b) FROM a",
			"SELECT * FROM ROWS FROM (generate_series(1, 2)) g, a",
			"SELECT * FROM a WHERE (id, v) IN (SELECT id, v FROM b)", "SELECT $$FROM x$$, E'\\'FROM y' FROM c",
			"SELECT json_agg(x) FROM (SELECT * FROM d) x", "SELECT a FROM a", "SELECT b FROM b, c WHERE c IS NOT NULL",
			"SELECT * FROM a FULL JOIN b USING (id)", "WITH x AS MATERIALIZED (TABLE b) TABLE x",
			"SELECT DISTINCT ON (v) * FROM a ORDER BY v, id", "SELECT * FROM other.far JOIN a USING (id)",
			"SELECT * FROM kid", "SELECT * FROM parent", "SELECT id FROM a FETCH FIRST 1 ROW ONLY",
			"SELECT count(*) FILTER (WHERE v > 1) FROM b", "SELECT * FROM a WHERE v = ANY (ARRAY(SELECT id FROM d))",
			"SELECT grouping(v), v FROM c GROUP BY ROLLUP (v)" };

	private static final String TABLES = """
			CREATE TABLE a (id int, v int);
			CREATE TABLE b (id int, a_id int, v int);
			CREATE TABLE c (id int, b_id int, v int);
			CREATE TABLE d (id int, v int);
			CREATE VIEW va AS SELECT a.id, b.v FROM a JOIN b ON b.a_id = a.id;
			CREATE VIEW vv AS SELECT va.id, c.v FROM va LEFT JOIN c ON c.b_id = va.id;
			CREATE VIEW vu AS SELECT id FROM a UNION ALL SELECT id FROM d""";

	private final OneDatabase onPostgres = new OneDatabase(postgres, DatabaseProduct.POSTGRESQL);

	private final OneDatabase onMariaDb = new OneDatabase(mariadb, DatabaseProduct.MYSQL);

	@BeforeAll
	static void create() throws SQLException {
		new OneDatabase(postgres, DatabaseProduct.POSTGRESQL).execute(TABLES, """
				CREATE TABLE p (id int, v int) PARTITION BY LIST (v);
				CREATE TABLE p_one PARTITION OF p FOR VALUES IN (1);
				CREATE TABLE p_two PARTITION OF p FOR VALUES IN (2);
				CREATE TABLE "Mixed Case" (id int);
				CREATE MATERIALIZED VIEW m AS SELECT * FROM a;
				CREATE TABLE parent (id int);
				CREATE TABLE kid () INHERITS (parent);
				CREATE SCHEMA other;
				CREATE TABLE other.far (id int)""");
		OneDatabase mariaDb = new OneDatabase(mariadb, DatabaseProduct.MYSQL);
		mariaDb.execute(TABLES.split(";"));
		mariaDb.execute("CREATE TABLE p (id int, v int) PARTITION BY LIST (v) (PARTITION x VALUES IN (1, 2))");
		for (String table : new String[] { "a", "b", "c", "d", "p" }) {
			String columns = (table.equals("b") || table.equals("c")) ? "1, 1, 1" : "1, 1";
			mariaDb.execute("INSERT INTO " + table + " VALUES (" + columns + ")",
					"INSERT INTO " + table + " SELECT * FROM " + table);
		}
	}

	@Test
	void namesAllTablesInThePlansOfPostgres() throws SQLException {
		CatalogTables tables = this.onPostgres.tables();
		try (Connection connection = postgres.connect(); Statement statement = connection.createStatement()) {
			for (String[] queries : new String[][] { QUERIES, POSTGRES_QUERIES }) {
				for (String query : queries) {
					Set<String> planned = new TreeSet<>();
					try (ResultSet rows = statement.executeQuery("EXPLAIN (FORMAT JSON, VERBOSE) " + query)) {
						rows.next();
						Matcher matcher = RELATION.matcher(rows.getString(1));
						while (matcher.find()) {
							planned.add(matcher.group(1).toLowerCase(Locale.ROOT));
						}
					}
					assertThat(planned).as(query).isNotEmpty();
					assertNames(this.onPostgres.reads(tables, query), planned, query);
				}
			}
		}
	}

	@Test
	void namesAllTablesInThePlansOfMariaDb() throws SQLException {
		CatalogTables tables = this.onMariaDb.tables();
		try (Connection connection = mariadb.connect(); Statement statement = connection.createStatement()) {
			for (String query : QUERIES) {
				Set<String> planned = new TreeSet<>();
				try (ResultSet rows = statement.executeQuery("EXPLAIN FORMAT=JSON " + query)) {
					rows.next();
					// Aliases stand for tables here, so that those are left that are
					// none.
					for (String table : new String[] { "a", "b", "c", "d", "p" }) {
						if (rows.getString(1).contains("\"table_name\": \"" + table + "\"")) {
							planned.add(table);
						}
					}
				}
				assertNames(this.onMariaDb.reads(tables, query), planned, query);
			}
		}
	}

	private static void assertNames(ReadTables read, Set<String> planned, String query) {
		assertThat(read.refusal()).as(query).isNull();
		assertThat(read.tables()).as(query).containsAll(planned);
	}

}

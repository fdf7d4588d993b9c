package dev.mainstay.cache.dependency;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.mainstay.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TableScan}.
 */
class TableScanTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			SELECT * FROM a, b x, c AS y JOIN d ON d.id = y.id WHERE e = 1              | a b c d
			SELECT (SELECT max(x) FROM b) FROM a WHERE EXISTS (SELECT 1 FROM c)         | b a c
			SELECT * FROM (SELECT * FROM a UNION SELECT * FROM b) t, c                  | a b c
			SELECT * FROM (a CROSS JOIN b), c                                           | a b c
			WITH x AS (SELECT * FROM a), y (p, q) AS NOT MATERIALIZED (TABLE b) SELECT * FROM x, y | a b
			WITH RECURSIVE x AS (SELECT 1 UNION ALL SELECT n FROM x JOIN a ON true) TABLE x | a
			SELECT * FROM s.a, "S"."B c"                                                | s.a s.b~ ~c
			SELECT extract(year FROM born), trim(both FROM x), a IS DISTINCT FROM b FROM t | t
			SELECT * FROM f(1), LATERAL g(2) AS h(i, j), a                              | a
			SELECT * FROM ROWS FROM (f(1), g(2)) AS r(i, j)                             | ~~
			SELECT 'FROM b', $$FROM c$$, $t$FROM d$t$ FROM a -- FROM e                  | a
			SELECT /* FROM x /* nested */ FROM y */ * FROM a                            | a
			SELECT * FROM a orders JOIN orders a ON orders.id = a.id                    | a orders
			SELECT * FROM a WHERE doc ? 'k' AND doc ?& array['x'] AND id = ?            | a
			SELECT * FROM (VALUES (1, 2), (3, 4)) AS v(x, y), a                         | a
			SELECT * FROM a GROUP BY x, y HAVING count(*) > 1 ORDER BY p, q LIMIT 3     | a
			SELECT sum(x) OVER w FROM a WINDOW w AS (PARTITION BY b), v AS (ORDER BY c) | a
			TABLE a                                                                     | a
			DELETE FROM a USING b WHERE a.id = b.id                                     | a b
			DELETE FROM ONLY a                                                          | a
			INSERT INTO a (x, y) SELECT x, y FROM b                                     | a b
			INSERT INTO a (x) VALUES (1) ON CONFLICT (x) DO UPDATE SET x = excluded.x   | a
			INSERT INTO a (x) VALUES (1) ON DUPLICATE KEY UPDATE x = values(x)          | a
			UPDATE a SET x = b.x FROM b, c WHERE true                                   | a b c
			UPDATE a, b SET a.x = 1                                                     | a b
			MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN UPDATE SET x = 1      | a b
			MERGE INTO a USING (SELECT * FROM b) s ON true WHEN NOT MATCHED THEN INSERT (x) VALUES (1) | a b
			SELECT * FROM a JOIN b USING (id), c                                        | a b c
			SELECT * FROM a FOR UPDATE OF a                                             | a
			SELECT * FROM a, ?                                                          | a -
			SELECT * FROM 'a' JOIN                                                      | - -
			SELECT * FROM a.                                                            | -
			SELECT * FROM U&"\\0061"                                                    | -
			""")
	void findsThePlacesThatNameATable(String sql, String places) {
		List<String> found = scan(sql.trim()).places().stream().map((place) -> {
			if (place.name() == null) {
				return "-";
			}
			return ((place.schema() != null) ? place.schema() + "." : "") + place.name();
		}).toList();

		assertThat(String.join(" ", found)).isEqualTo(places.replace("~ ~", " ").replace("~", "").trim());
	}

	@Test
	void findsWhatIsCalled() {
		TableScan scan = scan("SELECT lower(x), s.f(1), \"G\"(2) FROM h(3) i(a) JOIN t u(b) ON x IN (1)");

		assertThat(scan.calls()).contains("lower", "f", "g", "h", "i", "u", "in");
		assertThat(scan.functions()).containsExactlyInAnyOrder("lower", "f", "g", "h");
		assertThat(scan.qualifiers()).containsExactly("s");
	}

	@Test
	void findsOutWhenASettingMakesAnotherStatement() {
		assertThat(StatementText.isAmbiguous("SELECT '\\' FROM a -- '", SqlDialect.MYSQL)).isTrue();
		assertThat(StatementText.isAmbiguous("SELECT 'a\\b' FROM a", SqlDialect.MYSQL)).isFalse();
		assertThat(StatementText.isAmbiguous("SELECT 'a' FROM a", SqlDialect.MYSQL)).isFalse();
	}

	private static TableScan scan(String sql) {
		return new TableScan(StatementText.of(sql, SqlDialect.POSTGRESQL));
	}

}

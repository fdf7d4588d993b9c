package dev.mainstay.sql;

import java.util.List;
import java.util.Random;

/**
 * Statements that random edits have made more or less wrong.
 */
class SqlMutations {

	private static final List<String> STATEMENTS = List.of(
			"select a, \"b\" from t where c = 'it''s' and d > 1.5e3 -- x",
			"with x as (select 1) select * from x order by 1 desc; /* end */",
			"select $tag$ a ' b $tag$, E'\\n', x::text, j ? 'k' from s.t where id = $1",
			"select `a`, @v := 1, /*!50708 b */ # c\n from t for update",
			"insert into t (a, b) values (:a, ?), (N'x', q'[y]')",
			"select [a b], #t.c, $1.5 from [t] where @x = 1 option (use hint ('x'))",
			"explain (analyze, verbose) select pg_catalog.\"pg_terminate_backend\" (1)", "desc t; values (1, 0xFF)",
			"select a, b as x from t where c = 'x'", "select 1 -- a\n, 2 from t /* b */ ;",
			"select \"A\", count(*) from t group by 1", "delete from t where a = 1", "values (1, 'it''s')");

	/**
	 * Pieces that open, close or confuse.
	 */
	static final List<String> FRAGMENTS = List.of("'", "''", "\"", "`", "[", "]", "$", "$$", "$a$", "/*", "*/", "/*!",
			"/*M!", "--", "-- ", "#", "//", "\\", "\\'", "E'", "U&'", "U&\"", "q'[", "nq'", ";", "(", ")", ":", "::",
			":=", "?", "?|", "@", "@@", ".", "1", "1e", "1.", "0x", " ", "\n", "\r", "\t", "\0", "\u00a0", "\u2028",
			"ı", "ſ", "😀", "\ud83d", "$a", "-", "q'", "E'\\'", "1_", "u&", "e'a' ", "a", "delete", " into ", " as ",
			"select ");

	private final Random random;

	SqlMutations(Random random) {
		this.random = random;
	}

	String next() {
		StringBuilder sql = new StringBuilder(pick(STATEMENTS));
		int edits = 1 + this.random.nextInt(8);
		for (int i = 0; i < edits; i++) {
			int at = this.random.nextInt(sql.length() + 1);
			if (this.random.nextInt(3) == 0) {
				sql.delete(at, Math.min(sql.length(), at + this.random.nextInt(6)));
			}
			else {
				sql.insert(at, pick((this.random.nextInt(10) != 0) ? FRAGMENTS : STATEMENTS));
			}
		}
		return sql.toString();
	}

	private String pick(List<String> list) {
		return list.get(this.random.nextInt(list.size()));
	}

}

package dev.mainstay.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Fingerprint}.
 */
class FingerprintTests {

	private static final SqlDialect PG = SqlDialect.POSTGRESQL;

	private static final SqlDialect MY = SqlDialect.MYSQL;

	private static final SqlDialect MS = SqlDialect.SQL_SERVER;

	private static final SqlDialect ORA = SqlDialect.ORACLE;

	private static final SqlDialect LITE = SqlDialect.SQLITE;

	@ParameterizedTest
	@MethodSource
	void writesOneSpelling(SqlDialect dialect, String sql, String expected) {
		Fingerprint fingerprint = Fingerprint.of(sql, dialect);

		assertThat(fingerprint.text()).isEqualTo(expected);
		assertThat(Fingerprint.of(expected, dialect)).isEqualTo(fingerprint);
	}

	static Stream<Arguments> writesOneSpelling() {
		return Stream.of(
				Arguments.of(PG, "SELECT  a.B,\n'x' FROM T -- c\nWHERE id=1;", "select a.b, ? from t where id = ?"),
				Arguments.of(PG, "", ""), Arguments.of(PG, " ; /* a */ ;", ""),
				Arguments.of(PG, "select \"A\"", "select \"A\""),
				Arguments.of(PG, "a in (1, -2, $3, :x, 'y', null)", "a in (?)"),
				Arguments.of(PG, "a in (1)", "a in (?)"), Arguments.of(PG, "a in (?, now(), ?)", "a in (?, now(), ?)"),
				Arguments.of(PG, "a in (cast(? as uuid), cast(? as uuid))", "a in (cast(? as uuid))"),
				Arguments.of(PG, "(a, b) in ((1, 2), (3, 4))", "(a, b) in ((?, ?))"),
				Arguments.of(PG, "a in (select 1, 1 from t)", "a in (select ?, ? from t)"),
				Arguments.of(PG, "a = any(array[1, 2, 3])", "a = any (array[?])"),
				Arguments.of(PG, "f(1, 2)", "f(?, ?)"),
				Arguments.of(PG, "insert into t (a, b) values (1, null), (2, 'x'), (?, ?) returning id",
						"insert into t(a, b) values (?, ?) returning id"),
				Arguments.of(PG, "values (1, default), (2, default)", "values (?, default)"),
				Arguments.of(MY, "values row(1, 2), row(3, 4)", "values row(?, ?)"),
				Arguments.of(PG, "where a = true and b is not null and c = null or d is true",
						"where a = ? and b is not null and c = ? or d is true"),
				Arguments.of(PG, "a int not null default 0", "a int not null default ?"),
				Arguments.of(PG, "a=-1 and b - 1 > -c", "a = ? and b - ? > - c"),
				Arguments.of(PG, "select -1, - - 1, 2-1, (3)-1", "select ?, ?, ? - ?, (?) - ?"),
				Arguments.of(PG, "'a'\n 'b'", "?"), Arguments.of(PG, "x::text = $1::text", "x::text = ?::text"),
				Arguments.of(PG, "select $a$it's$a$, E'\\'', 1e5, 0x1F, 1_000, .5", "select ?, ?, ?, ?, ?, ?"),
				Arguments.of(PG, "a ? 'k' and b ?| array['x', 'y'] and c ?& d and e ?? 'f'",
						"a ? ? and b ?| array[?] and c ?& d and e ?? ?"),
				Arguments.of(PG, "a[1:2]", "a[? : ?]"), Arguments.of(PG, "a /* b /* c */ d */ e", "a e"),
				Arguments.of(PG, "/*+ IndexScan(t 'x') */ select 1 /*traceparent='00-1'*/",
						"/*+ indexscan(t ?) */ select ?"),
				Arguments.of(MY, "SELECT Id FROM Users u WHERE `Name` = \"x\" # c\nLIMIT 5, 10",
						"select Id from Users u where `Name` = ? limit ?, ?"),
				Arguments.of(MY, "select /*! straight_join */ 1--2", "select /*! straight_join */ ? - ?"),
				Arguments.of(MY, "a = _utf8mb4'x' 'y'", "a = _utf8mb4 ?"),
				Arguments.of(ORA, "select --+ full(t)\nq'[it's]' from T", "select /*+ full(t) */ ? from t"),
				Arguments.of(ORA, "create user a identified by tiger replace lion",
						"create user a identified by ? replace ?"),
				Arguments.of(MS, "SELECT TOP 5 [a b], @p FROM #T WHERE n = N'x'",
						"select top ? [a b], @p from #T where n = ?"),
				Arguments.of(LITE, "select \"a\" from t where b = \"secret\" and c in (\"x\", \"y\")",
						"select \"a\" from t where b = ? and c in (?)"),
				Arguments.of(PG, "select 1; select 2;", "select ?; select ?"));
	}

	@ParameterizedTest
	@MethodSource
	void takesForAValueWhatIsNeverClosed(SqlDialect dialect, String sql, String expected) {
		assertThat(Fingerprint.of(sql, dialect).text()).isEqualTo(expected);
	}

	static Stream<Arguments> takesForAValueWhatIsNeverClosed() {
		return Stream.of(Arguments.of(PG, "select 'secret, more", "select ?"),
				Arguments.of(PG, "select \"secret, more", "select ?"), Arguments.of(PG, "select $$secret", "select ?"),
				Arguments.of(ORA, "select q'[secret'", "select ?"), Arguments.of(MS, "select [secret", "select ?"),
				Arguments.of(MY, "select `secret", "select ?"), Arguments.of(PG, "select /* secret", "select"),
				Arguments.of(PG, "select /*+ secret", "select"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			POSTGRESQL | select 1                                           | SELECT
			POSTGRESQL | (select 1)                                         | SELECT
			POSTGRESQL | table t                                            | SELECT
			POSTGRESQL | with a as (select 1) select * from a               | SELECT
			POSTGRESQL | with a as (delete from t returning 1) select 1     | DELETE
			POSTGRESQL | with a as not materialized (select 1) update t set b = 1 | UPDATE
			POSTGRESQL | with a as (select 1) insert into t select * from a | INSERT
			POSTGRESQL | select * into u from t                             | DDL
			MYSQL      | select a into @b from t                            | SELECT
			POSTGRESQL | insert into t values (1)                           | INSERT
			MYSQL      | replace into t values (1)                          | INSERT
			POSTGRESQL | merge into t using s on a = b when matched then delete | MERGE
			POSTGRESQL | {call f(?)}                                        | CALL
			POSTGRESQL | {? = call f(?)}                                    | CALL
			POSTGRESQL | do $$ begin end $$                                 | CALL
			ORACLE     | begin f(1); update t set a = 1; end;               | CALL
			POSTGRESQL | begin                                              | TRANSACTION
			POSTGRESQL | set transaction read only                          | TRANSACTION
			POSTGRESQL | set search_path to a                               | OTHER
			POSTGRESQL | truncate t                                         | DDL
			POSTGRESQL | explain delete from t                              | OTHER
			SQL_SERVER | set nocount on; insert into t values (1)           | INSERT
			POSTGRESQL | select 1; delete from t                            | DELETE
			POSTGRESQL | "select" 1                                         | OTHER
			""")
	void knowsWhatAStatementDoes(SqlDialect dialect, String sql, StatementKind kind) {
		assertThat(Fingerprint.of(sql, dialect).kind()).isEqualTo(kind);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			select count(*) from t                                    | true
			select count(distinct t.a) as n from (select 1) t         | true
			with a as (select 1) select count(a.b) "n" from a         | true
			select count(*), a from t                                 | false
			select count(*) from t group by a                         | false
			select count(*) from t where a in (select 1 group by a)   | true
			select count(*) over () from t                            | false
			select count(*) + 1 from t                                | false
			select a from t where b = (select count(*) from u)        | false
			select count from t                                       | false
			""")
	void knowsACount(String sql, boolean count) {
		assertThat(Fingerprint.of(sql, PG).isCount()).isEqualTo(count);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			POSTGRESQL | select a from t limit 10                             | true
			POSTGRESQL | (select a from t) limit ?                            | true
			POSTGRESQL | select a from t offset ? rows fetch first ? rows only | true
			POSTGRESQL | select a from t fetch first row only                 | true
			POSTGRESQL | select a from (select b from u limit 1) t            | false
			ORACLE     | select limit from t                                  | false
			ORACLE     | select a from (select b from t) where rownum <= ?    | true
			ORACLE     | select rownum, a from t                              | false
			SQL_SERVER | select top (5) a from t                              | true
			SQL_SERVER | select distinct top 5 a from t                       | true
			MYSQL      | delete from t limit 5                                | true
			POSTGRESQL | fetch next from c                                    | false
			POSTGRESQL | select t.limit, 1 from t                             | false
			""")
	void knowsALimit(SqlDialect dialect, String sql, boolean limit) {
		assertThat(Fingerprint.of(sql, dialect).hasLimit()).isEqualTo(limit);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			POSTGRESQL | select a from t for update skip locked       | true
			POSTGRESQL | select a from t for no key update nowait     | true
			POSTGRESQL | select a from t for key share                | true
			MYSQL      | select a from t lock in share mode           | true
			SQL_SERVER | select a from t with (updlock, rowlock)      | true
			SQL_SERVER | select a from t with (nolock)                | false
			POSTGRESQL | select a from t where b = 'for update'       | false
			POSTGRESQL | lock table t in share mode                   | false
			POSTGRESQL | update t set a = 1                           | false
			""")
	void knowsALock(SqlDialect dialect, String sql, boolean locks) {
		assertThat(Fingerprint.of(sql, dialect).locks()).isEqualTo(locks);
	}

	@Test
	void idIsTheHashOfTheTextInUtf8() {
		assertThat(Fingerprint.of("", PG).id()).isEqualTo("cbf29ce484222325");
		assertThat(Fingerprint.of("foobar", PG).id()).isEqualTo("85944171f73967e8");
		for (String name : new String[] { "é", "größe", "名前", "😀x", "select \"ÿ߿ࠀ\"" }) {
			assertThat(Fingerprint.of(name, PG).id()).isEqualTo(fnv1a(name));
		}
	}

	@Test
	void idCoversMoreThanTheText() {
		String names = "a, ".repeat(2000);
		Fingerprint one = Fingerprint.of("select " + names + "b", PG);
		Fingerprint other = Fingerprint.of("select " + names + "c", PG);

		assertThat(one.text()).hasSize(4002).endsWith(" …").isEqualTo(other.text());
		assertThat(one.id()).isNotEqualTo(other.id());
		assertThat(one).isNotEqualTo(other);
	}

	@Test
	void examplesInTheDocumentationAreTrue() throws IOException {
		List<String[]> examples = Files.readAllLines(Path.of("../docs/reference/fingerprints.md"))
			.stream()
			.filter((line) -> line.matches("\\| `[A-Z_]+` \\| `.*"))
			.map((line) -> line.replace("`` ", "").replace(" ``", "").replace("`", "").split(" \\| |\\| "))
			.toList();

		assertThat(examples).hasSizeGreaterThan(9);
		for (String[] example : examples) {
			Fingerprint fingerprint = Fingerprint.of(example[2], SqlDialect.valueOf(example[1]));

			assertThat(fingerprint.text()).isEqualTo(example[3].replace(" |", ""));
		}
	}

	private static String fnv1a(String text) {
		long hash = 0xcbf29ce484222325L;
		for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
			hash = (hash ^ (octet & 0xFF)) * 0x100000001b3L;
		}
		return "%016x".formatted(hash);
	}

}

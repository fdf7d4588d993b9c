package dev.mainstay.sql;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TableReferences}.
 */
class TableReferencesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					select 1                                                                    |          |
					SELECT * FROM Orders o WHERE o.name = 'from secret'                         | orders   |
					select * from shop.orders, "Item" i join c on c.id = i.c                    | shop.orders item c |
					select o.* from orders o for update of o                                    | orders   |
					select (select max(b) from u) from t where exists (select 1 from v) order by (select 1 from w) | t u v w |
					select * from (select * from t) as t2                                       | t        |
					select * from (select * from t) as t                                        | t        |
					select * from (a join b on a.i = b.i) c, lateral (select 1 from d) e        | a b d    |
					select a from t union select b from u except (select c from v)              | t u v    |
					table t                                                                     | t        |
					with x as (select * from t) select x.* from x join u on x.a = u.a           | t u      |
					with t as (select * from t) select * from t                                 | t        |
					with recursive x as (select 1 from t union all select 1 from x) select * from x | t    |
					with x as (delete from t where a in (select a from u) returning *) select * from x | u | t
					with x as (insert into t select * from u returning *) update v set a = 1 from x | u | t v
					select * into u from t                                                      | t        | u
					insert into t (a, b) values (1, (select max(a) from u)), (?, ?)             | u        | t
					insert into t select * from u on conflict (a) do update set b = (select 1 from v) | u v  | t
					insert into t select * from t                                               | t        | t
					update t set a = (select 1 from u) from v where t.id = v.id returning t.*   | u v      | t
					delete from t using u where t.a = u.a                                       | u        | t
					delete from t where a = 1                                                   |          | t
					merge into t using (select * from s) s2 on t.a = s2.a when matched then update set b = (select 1 from u) when not matched then insert (a) values (1) | s u | t
					truncate table t, u                                                         |          | t u
					select date '2020-01-01', interval '1 day', j ? 'k', a[1] from t where a ?& array['x'] | t |
					select count(*) filter (where a), sum(b) over (partition by c order by (select 1 from u)) from t | t u |
					select * from t where a = any (array(select 1 from u))                      | t u      |
					select case when exists (select 1 from u) then 1 else (select 1 from v) end from t | t u v |
					select a from t limit (select 1 from u) offset (select 1 from v)            | t u v    |
					select a from t group by a having count(*) > (select 1 from u)              | t u      |
					""")
	void findsTables(String sql, String read, String written) {
		assertFinds(SqlDialect.POSTGRESQL, sql, read, written);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			MYSQL      | select `a` from `Shop`.`t` use index (i) where b = "from x" limit 5, 10 | shop.t |
			MYSQL      | delete a, b from t a join u b on a.x = b.x join v on v.i = a.i | t u v   | t u
			MYSQL      | update t a join u b on a.x = b.x set a.y = 1, b.y = 2       | u          | t u
			MYSQL      | replace into t values (1)                                   |            | t
			MYSQL      | insert into t values (1) on duplicate key update a = (select 1 from u) | u | t
			MYSQL      | select 'it\\'s' from t # from x                             | t          |
			SQL_SERVER | select top 5 a from [My Table] with (nolock) cross apply (select 1 from u) b | my table u |
			SQL_SERVER | update a set x = 1 from t a join u on a.i = u.i             | t u        | t
			SQL_SERVER | with c as (select * from t) delete from c where i = 1       | t          | t
			ORACLE     | insert all into t values (1) into u values (2) select 1 from v | v       | t u
			ORACLE     | select q'[from x]' from t where rownum < 5 connect by prior a = b | t    |
			H2         | select a from t fetch first 5 rows only                     | t          |
			SQLITE     | select a from [t] where b = 'x'                             | t          |
			""")
	void findsTablesInEachDialect(SqlDialect dialect, String sql, String read, String written) {
		assertFinds(dialect, sql, read, written);
	}

	private static void assertFinds(SqlDialect dialect, String sql, String read, String written) {
		TableReferences references = TableReferences.of(sql, dialect);

		assertThat(references.understood()).isTrue();
		assertThat(references.read()).isEqualTo(names(read));
		assertThat(references.written()).isEqualTo(names(written));
	}

	private static Set<String> names(String names) {
		Set<String> set = new TreeSet<>();
		if (names != null) {
			Arrays.stream(names.replace("my table", "my_table").split(" "))
				.map((name) -> name.replace("my_table", "my table"))
				.forEach(set::add);
		}
		return set;
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ";", "selec a from t", "create table t (a int)", "select 1; select 2 from t",
			"select 'a from t", "call f(1)", "set a = 1", "explain select 1 from t", "grant select on t to u",
			"select (((((( from t", "\0", "\ud83d", "do $$ begin delete from t; end $$", "copy t from stdin" })
	void saysSoWhenItDoesNotUnderstand(String sql) {
		assertThat(TableReferences.of(sql, SqlDialect.POSTGRESQL)).isEqualTo(TableReferences.unknown());
	}

	@Test
	void doesNotReadWhatIsTooLongOrTooDeep() {
		assertThat(TableReferences.of("select " + "a, ".repeat(7000) + "a from t", SqlDialect.ANSI).understood())
			.isFalse();
		assertThat(TableReferences.of("select " + "(".repeat(9000) + ")".repeat(9000), SqlDialect.ANSI).understood())
			.isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			select a, lower(b), count(*), cast(c as varchar(10)) from t where d in (1, 2) | false
			select max(a) over (partition by b) from t where (c = 1) and exists (select 1) | false
			select now() from t                                | true
			select current_timestamp from t                    | true
			select t.current_date from t                       | false
			select f(a) from t                                 | true
			select shop.lower2(a) from t                       | true
			select nextval('s')                                | true
			select * from g(1)                                 | true
			select random() from t                             | true
			""")
	void tellsWhetherTheAnswerMayVary(String sql, boolean mayVary) {
		TableReferences references = TableReferences.of(sql, SqlDialect.POSTGRESQL);

		assertThat(references.understood()).isTrue();
		assertThat(references.mayVary()).isEqualTo(mayVary);
	}

	@Test
	void neverThrows() {
		long seed = 20260301L;
		SqlMutations mutations = new SqlMutations(new Random(seed));
		for (int i = 0; i < 1500; i++) {
			String sql = mutations.next();
			SqlDialect dialect = SqlDialect.values()[i % SqlDialect.values().length];

			assertThat(TableReferences.of(sql, dialect)).as("seed %d, statement %d", seed, i).isNotNull();
		}
	}

	@Test
	void understandsNothingWithoutTheParser() throws Exception {
		String name = TableReferences.class.getName();
		try (FilteredClassLoader loader = new FilteredClassLoader("net.sf.jsqlparser")) {
			Object references = new OwnClasses(loader).loadClass(name)
				.getMethod("of", String.class, loader.loadClass(SqlDialect.class.getName()))
				.invoke(null, "select 1 from t", SqlDialect.ANSI);

			assertThat(references).hasToString(TableReferences.unknown().toString());
		}
	}

	/**
	 * A class loader that defines the class under test anew, without the parser.
	 */
	private static final class OwnClasses extends ClassLoader {

		OwnClasses(ClassLoader parent) {
			super(parent);
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith(TableReferences.class.getName())) {
				return super.loadClass(name, resolve);
			}
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name);
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = in.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (java.io.IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}

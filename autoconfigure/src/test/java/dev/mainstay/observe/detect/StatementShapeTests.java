package dev.mainstay.observe.detect;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.mainstay.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatementShape}.
 */
class StatementShapeTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			select a.x from box a where a.id = ?                                     | box
			select r1_0.id from shop.recipe r1_0 where r1_0.id = ?                   | recipe
			SELECT x FROM "Own Shop"."Box of" b                                      | Box of
			select extract(year from born) from person where id = ?                  | person
			select (select count(*) from line l where l.box = b.id) from box b       | box
			select x from (select y from box where z = ?) t join other o on true     | box
			with young as (select * from person) select name from young              | person
			select t.tag from box_tags t join tag g on g.id = t.tag_id where t.x = ? | box_tags
			insert into box (id) values (?)                                          | box
			update only box set x = ? where id = ?                                   | box
			delete from box where id = ?                                             | box
			""")
	void findsTheTable(String sql, String table) {
		assertThat(StatementShape.of(sql, SqlDialect.POSTGRESQL).table()).isEqualTo(table);
	}

	@ParameterizedTest
	@ValueSource(strings = { "select nextval('box_seq')", "select next value for box_seq", "select 1",
			"select box_seq.nextval from dual", "select x from dual", "select * from pg_catalog.pg_class where oid = ?",
			"select table_name from information_schema.tables where table_name = ?", "" })
	void findsNoTable(String sql) {
		assertThat(StatementShape.of(sql, SqlDialect.POSTGRESQL).table()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "select x from box where id in (?)", "select x from box where id in (?, ?, ?)",
			"select x from box where id in (1, 2, 3)", "select x from box where id = any (?)",
			"select x from box where array_contains(?, id)", "select x from box where (a, b) in ((?, ?), (?, ?))",
			"select x from box where tenant = ? and id in (?, ?, ?, ?, ?)",
			"select x from box where id in (select * from unnest(?))" })
	void knowsABatch(String sql) {
		assertThat(StatementShape.of(sql, SqlDialect.POSTGRESQL).batch()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "select x from box where id = ?", "select x from box where id = 5",
			"select x from box where id = ? and state in ('NEW', 'OLD')",
			"select x from box where owner in (select id from person where x = ?)",
			"select x from box where id in (select y from z) and a = ?" })
	void knowsWhatIsNoBatch(String sql) {
		assertThat(StatementShape.of(sql, SqlDialect.POSTGRESQL).batch()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "box, true", "BOX, true", "x, true", "ox, false" })
	void knowsWhatIsMentioned(String name, boolean mentioned) {
		assertThat(StatementShape.mentions("select x from \"box\" where id = 'ox'", SqlDialect.POSTGRESQL, name))
			.isEqualTo(mentioned);
	}

}

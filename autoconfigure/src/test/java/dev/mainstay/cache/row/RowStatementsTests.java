package dev.mainstay.cache.row;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.mainstay.sql.SqlDialect;
import dev.mainstay.sql.StatementWord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RowStatements}.
 */
class RowStatementsTests {

	private static final RowTable ITEM = new RowTable("item", Map.of("id", ColumnKind.INTEGER, "grp",
			ColumnKind.INTEGER, "name", ColumnKind.TEXT, "price", ColumnKind.OTHER), List.of("id"), Set.of("grp"));

	private static final RowTable ODD = new RowTable("odd",
			Map.of("id", ColumnKind.INTEGER, "between", ColumnKind.INTEGER), List.of("id"), Set.of());

	private static @Nullable RowStatement statement(String sql) {
		Map<String, RowTable> tables = Map.of("item", ITEM, "odd", ODD);
		return RowStatements.of(StatementWord.of(sql, SqlDialect.POSTGRESQL), tables::get);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT id FROM item", "select * from item", "SELECT i.* FROM item AS i WHERE i.id = ?",
			"SELECT name FROM public.item WHERE id = ?", "SELECT id AS x, name title, 1, 'a' FROM item ORDER BY 1 DESC",
			"SELECT \"id\" FROM \"item\" WHERE \"id\" = ? AND name LIKE ? ESCAPE '!' AND price * 2 >= 10 - ?",
			"SELECT id FROM item i WHERE (i.grp, i.id) IN ((?, ?), (?, ?)) ORDER BY i.name ASC NULLS FIRST, id" })
	void understandsQueriesForRowsOfOneTable(String sql) {
		assertThat(statement(sql)).as(sql).isInstanceOf(RowQuery.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT count(*) FROM item", "SELECT DISTINCT grp FROM item",
			"SELECT id FROM item LIMIT 1", "SELECT id FROM item ORDER BY id FETCH FIRST ROW ONLY",
			"SELECT id FROM item OFFSET 1", "SELECT id FROM item FOR UPDATE", "SELECT id FROM item, odd",
			"SELECT i.id FROM item i JOIN odd o ON true", "SELECT id FROM item WHERE id = (SELECT max(id) FROM odd)",
			"SELECT id FROM item WHERE EXISTS (SELECT 1)", "SELECT id FROM item WHERE lower(name) = ?",
			"SELECT id FROM item WHERE id = ?::int", "SELECT ctid FROM item", "SELECT id FROM item WHERE xmin = ?",
			"SELECT id FROM item WHERE other.id = ?", "SELECT item FROM item", "SELECT id FROM ONLY item",
			"SELECT id FROM item TABLESAMPLE SYSTEM (10)", "SELECT id FROM item UNION SELECT 1",
			"SELECT id FROM unknown", "SELECT id FROM item; SELECT 1", "WITH x AS (SELECT 1) SELECT id FROM item",
			"SELECT grp FROM item GROUP BY grp", "SELECT id, (SELECT 1) FROM item", "SELECT id INTO x FROM item",
			"SELECT id FROM item WHERE name ~ ?", "SELECT id FROM item WHERE ? = ANY (array[id])",
			"SELECT id FROM item WHERE current_user = name", "SELECT id FROM item i (a, b) WHERE a = ?",
			"SELECT id FROM odd WHERE between = ?", "SELECT id FROM item WHERE", "SELECT id FROM item WHERE (id = ?",
			"SELECT date '2020-01-01' FROM item", "SELECT -id FROM item", "SELECT id FROM item ORDER BY lower(name)",
			"SELECT id FROM item WINDOW w AS ()", "VALUES (1)", "", "(SELECT id FROM item)" })
	void leavesOtherQueriesAlone(String sql) {
		assertThat(statement(sql)).as(sql).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "UPDATE item SET name = ? WHERE id = ?",
			"update item i set name=?,price=price+1 where i.id=?",
			"UPDATE item SET name = NULL WHERE grp = ? AND id = ? AND price > 3 RETURNING id, name",
			"DELETE FROM item WHERE id = ?", "DELETE FROM public.item AS i WHERE ? = i.id AND name = 'x' RETURNING *",
			"INSERT INTO item (id, name) VALUES (?, ?)",
			"INSERT INTO item (name, price) VALUES (?, DEFAULT) RETURNING id",
			"insert into item (grp, id, name, price) values (1, ?, null, 'x')" })
	void understandsChangesOfOneRow(String sql) {
		assertThat(statement(sql)).as(sql).isInstanceOf(RowChange.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "UPDATE item SET name = ?", "UPDATE item SET name = ? WHERE grp = ?",
			"UPDATE item SET name = ? WHERE id = 3", "UPDATE item SET name = ? WHERE id = ? OR grp = ?",
			"UPDATE item SET name = ? WHERE NOT id = ?", "UPDATE item SET id = ? WHERE id = ?",
			"UPDATE item SET grp = ? WHERE id = ?", "UPDATE item SET name = lower(?) WHERE id = ?",
			"UPDATE item SET (name, price) = (?, ?) WHERE id = ?", "UPDATE item SET name = o.x FROM odd o WHERE id = ?",
			"UPDATE item SET name = (SELECT 'x') WHERE id = ?", "UPDATE ONLY item SET name = ? WHERE id = ?",
			"UPDATE item SET name = ? WHERE id = ? RETURNING lower(name)", "UPDATE item SET price[1] = ? WHERE id = ?",
			"UPDATE item SET name = ? WHERE CURRENT OF c", "UPDATE item SET name = ? WHERE id = ?; DELETE FROM odd",
			"UPDATE odd SET id = ? WHERE between = ?", "UPDATE item SET name = ? WHERE id > ?",
			"UPDATE item SET name = ? WHERE id BETWEEN ? AND id = ?", "DELETE FROM item",
			"DELETE FROM item WHERE id IN (?)", "DELETE FROM item USING odd WHERE item.id = ?",
			"INSERT INTO item VALUES (?, ?)", "INSERT INTO item (id) SELECT id FROM odd",
			"INSERT INTO item (id) VALUES (?) ON CONFLICT DO NOTHING", "INSERT INTO item (id) VALUES (?), (?)",
			"INSERT INTO item (id, name) VALUES (?)", "INSERT INTO item (id) VALUES (nextval('s'))",
			"INSERT INTO item (id) OVERRIDING SYSTEM VALUE VALUES (?)", "INSERT INTO item DEFAULT VALUES",
			"MERGE INTO item USING odd ON true WHEN MATCHED THEN DELETE", "TRUNCATE item" })
	void leavesOtherChangesAlone(String sql) {
		assertThat(statement(sql)).as(sql).isNull();
	}

}

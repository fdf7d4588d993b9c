package dev.mainstay.cache.check.server;

import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.dependency.ReadTables;
import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.dependency.WrittenTables;
import dev.mainstay.cache.row.RowStatement;
import dev.mainstay.datasource.DatabaseProduct;

/**
 * A mistake that an instance makes on purpose, to see that it is found.
 */
public enum PlantedRace {

	/**
	 * Everything is as it should be.
	 */
	NONE,

	/**
	 * Writes of one of the tables are not seen.
	 */
	FORGETS_A_TABLE {

		@Override
		StatementTables tables(StatementTables tables) {
			return new Tables(tables, (written) -> minus(written, "reg_b"), UnaryOperator.identity());
		}

	},

	/**
	 * Of a row that is moved into a group nobody hears who has asked for the group.
	 */
	FORGETS_GROUP_CHANGES {

		@Override
		StatementTables tables(StatementTables tables) {
			return new Tables(tables, UnaryOperator.identity(), PlantedRace::withoutMove);
		}

	},

	/**
	 * Versions are raised before the commit is sent, and not after it.
	 */
	RAISES_BEFORE_THE_COMMIT,

	/**
	 * What other instances say is heard and ignored.
	 */
	IGNORES_MESSAGES;

	/**
	 * Return what the instance believes of statements.
	 * @param tables what is so
	 * @return what it believes
	 */
	StatementTables tables(StatementTables tables) {
		return tables;
	}

	private static WrittenTables minus(WrittenTables written, String table) {
		Set<String> tables = new HashSet<>(written.tables());
		tables.remove(table);
		return new WrittenTables(tables, written.everything(), written.sessionChanged(), written.ends());
	}

	// As if another column were set.
	private static String withoutMove(String sql) {
		return sql.startsWith("UPDATE ") ? sql.replace(" SET grp = ", " SET mark = ") : sql;
	}

	/**
	 * Statements as somebody sees them who makes a mistake.
	 *
	 * @param tables what is so
	 * @param writes what he makes of the tables that are written
	 * @param rows what he takes a statement for that changes a row
	 */
	private record Tables(StatementTables tables, UnaryOperator<WrittenTables> writes,
			UnaryOperator<String> rows) implements StatementTables {

		@Override
		public ReadTables reads(String dataSource, DatabaseProduct product, String sql) {
			return this.tables.reads(dataSource, product, sql);
		}

		@Override
		public WrittenTables writes(String dataSource, DatabaseProduct product, String sql) {
			return this.writes.apply(this.tables.writes(dataSource, product, sql));
		}

		@Override
		public @Nullable RowStatement rows(String dataSource, DatabaseProduct product, String sql) {
			return this.tables.rows(dataSource, product, this.rows.apply(sql));
		}

		@Override
		public int defaultIsolation(String dataSource) {
			return this.tables.defaultIsolation(dataSource);
		}

	}

}

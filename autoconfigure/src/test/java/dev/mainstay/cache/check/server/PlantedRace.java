package dev.mainstay.cache.check.server;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.mainstay.cache.dependency.ReadTables;
import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.dependency.WrittenTables;
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
			return new Tables(tables, UnaryOperator.identity(), (sql, written) -> minus(written, "reg_b"));
		}

	},

	/**
	 * Answers about a group do not depend on rows that are moved into it.
	 */
	FORGETS_GROUP_CHANGES {

		@Override
		StatementTables tables(StatementTables tables) {
			return new Tables(tables, PlantedRace::groups, (sql, written) -> withGroups(sql, written));
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

	private static final Pattern MOVE = Pattern.compile("UPDATE \\w+ SET grp = .*");

	private static final String GROUP = "#grp";

	/**
	 * Return what the instance believes of statements.
	 * @param tables what is so
	 * @return what it believes
	 */
	StatementTables tables(StatementTables tables) {
		return tables;
	}

	private static WrittenTables minus(WrittenTables written, String table) {
		return with(written, written.tables().stream().filter((name) -> !name.equals(table)));
	}

	private static WrittenTables withGroups(String sql, WrittenTables written) {
		return MOVE.matcher(sql).matches() ? written
				: with(written, written.tables().stream().flatMap((name) -> Stream.of(name, name + GROUP)));
	}

	private static WrittenTables with(WrittenTables written, Stream<String> tables) {
		return new WrittenTables(tables.collect(Collectors.toSet()), written.everything(), written.sessionChanged(),
				written.ends());
	}

	private static ReadTables groups(ReadTables read) {
		return new ReadTables(read.tables().stream().map((name) -> name + GROUP).collect(Collectors.toSet()),
				read.refusal(), read.timeSensitive());
	}

	/**
	 * Statements as somebody sees them who makes a mistake.
	 *
	 * @param tables what is so
	 * @param reads what he makes of reads that are about a group
	 * @param writes what he makes of writes
	 */
	private record Tables(StatementTables tables, UnaryOperator<ReadTables> reads,
			Writes writes) implements StatementTables {

		@Override
		public ReadTables reads(String dataSource, DatabaseProduct product, String sql) {
			ReadTables read = this.tables.reads(dataSource, product, sql);
			return sql.contains(" WHERE grp = ") ? this.reads.apply(read) : read;
		}

		@Override
		public WrittenTables writes(String dataSource, DatabaseProduct product, String sql) {
			WrittenTables written = this.tables.writes(dataSource, product, sql);
			return (written.everything() || written.tables().isEmpty()) ? written : this.writes.believe(sql, written);
		}

		@Override
		public int defaultIsolation(String dataSource) {
			return this.tables.defaultIsolation(dataSource);
		}

	}

	/**
	 * What somebody believes of a write.
	 */
	@FunctionalInterface
	private interface Writes {

		WrittenTables believe(String sql, WrittenTables written);

	}

}

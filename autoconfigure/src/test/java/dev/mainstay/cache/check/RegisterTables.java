package dev.mainstay.cache.check;

import java.sql.Connection;
import java.util.Set;

import dev.mainstay.cache.dependency.ReadTables;
import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.dependency.WrittenTables;
import dev.mainstay.datasource.DatabaseProduct;

/**
 * Knows the statements of the register and no others.
 */
final class RegisterTables implements StatementTables {

	private static final WrittenTables A = new WrittenTables(Set.of("reg_a"), false, false, false);

	private static final WrittenTables B = new WrittenTables(Set.of("reg_b"), false, false, false);

	private static final WrittenTables COMMIT = new WrittenTables(Set.of(), false, false, true);

	private static final ReadTables READ_A = new ReadTables(Set.of("reg_a"), null, false);

	private static final ReadTables READ_B = new ReadTables(Set.of("reg_b"), null, false);

	private static final ReadTables READ_BOTH = new ReadTables(Set.of("reg_a", "reg_b"), null, false);

	private final Runnable step;

	RegisterTables(Runnable step) {
		this.step = step;
	}

	@Override
	public ReadTables reads(String dataSource, DatabaseProduct product, String sql) {
		this.step.run();
		return sql.contains("reg_all") ? READ_BOTH : sql.contains("reg_a") ? READ_A : READ_B;
	}

	@Override
	public WrittenTables writes(String dataSource, DatabaseProduct product, String sql) {
		if (sql.startsWith("SELECT")) {
			return WrittenTables.NOTHING;
		}
		if (sql.startsWith("UPDATE")) {
			return sql.contains("reg_a") ? A : B;
		}
		return sql.equals("COMMIT") ? COMMIT : WrittenTables.EVERYTHING;
	}

	@Override
	public int defaultIsolation(String dataSource) {
		return Connection.TRANSACTION_READ_COMMITTED;
	}

}

package dev.mainstay.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SingleRead}.
 */
class SingleReadTests {

	@ParameterizedTest
	@EnumSource
	void acceptsOrdinaryReadsOfAnyDatabase(SqlDialect dialect) {
		for (String sql : SingleReadStatements.READS) {
			assertThatCode(() -> SingleRead.parse(sql, dialect)).as(sql).doesNotThrowAnyException();
		}
	}

	@ParameterizedTest
	@EnumSource
	void acceptsReadsOfTheDialect(SqlDialect dialect) {
		for (String sql : SingleReadStatements.reads(dialect)) {
			assertThatCode(() -> SingleRead.parse(sql, dialect)).as(sql).doesNotThrowAnyException();
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesWhatNoDatabaseTakesForARead(SqlDialect dialect) {
		SingleReadStatements.REFUSED.forEach((sql, found) -> assertRefused(sql, dialect, found));
	}

	@ParameterizedTest
	@EnumSource
	void refusesWhatTheDialectDoesNotTakeForARead(SqlDialect dialect) {
		SingleReadStatements.refused(dialect).forEach((sql, found) -> assertRefused(sql, dialect, found));
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1", "select 1;", " select 1 ; ", "/* a */select 1--;drop",
			"select 1 /* ; */ ;\n-- x\n" })
	void keepsTheStatementOnly(String sql) {
		assertThat(SingleRead.parse(sql, SqlDialect.POSTGRESQL).sql()).isEqualTo("select 1");
	}

	@Test
	void keepsHintsInsideOfTheStatement() {
		SingleRead read = SingleRead.parse("select /*+ NO_ICP(t) */ 1 # x", SqlDialect.MYSQL);

		assertThat(read.sql()).isEqualTo("select /*+ NO_ICP(t) */ 1");
		assertThat(read.dialect()).isEqualTo(SqlDialect.MYSQL);
	}

	@Test
	void saysWhatIsInTheWayAndWhere() {
		assertThatExceptionOfType(NotASingleReadException.class)
			.isThrownBy(() -> SingleRead.parse("with x as (delete from t returning *) select 1", SqlDialect.POSTGRESQL))
			.satisfies((ex) -> assertThat(ex.position()).isEqualTo(12))
			.withMessage("Found DELETE at character 12. " + ReadStart.ALLOWED
					+ " A column or table of that name can be quoted or qualified.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "hunter2", "select 'hunter2", "select 1; hunter2", "delete from t where p = 'hunter2'",
			"hunter2 select 1", "select hunter2 from t where a = ?", "select hunter2 into t", "explain hunter2('a')" })
	void doesNotRepeatTheText(String sql) {
		for (SqlDialect dialect : SqlDialect.values()) {
			assertThatExceptionOfType(NotASingleReadException.class).isThrownBy(() -> SingleRead.parse(sql, dialect))
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContainIgnoringCase("hunter2"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void hasAVerdictOnMutatedStatements(SqlDialect dialect) {
		long seed = 20260102L + dialect.ordinal();
		SqlMutations mutations = new SqlMutations(new Random(seed));
		for (int i = 0; i < 4000; i++) {
			String sql = mutations.next();

			assertThatCode(() -> read(sql, dialect)).as("seed %d, statement %d: %s", seed, i, sql)
				.doesNotThrowAnyException();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
	void hasAVerdictOnLongTextInLinearTime(SqlDialect dialect) {
		for (String unit : SqlMutations.FRAGMENTS) {
			String sql = "select " + unit.repeat(200_000 / unit.length());

			assertThatCode(() -> read(sql, dialect)).as(unit).doesNotThrowAnyException();
		}
	}

	@Test
	void acceptsOnlyTextThatH2TakesForARead() throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
			assertThatNothingElseIsExecuted(connection, SqlDialect.H2);
		}
	}

	@Test
	void acceptsOnlyTextThatSqliteTakesForARead() throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
			assertThatNothingElseIsExecuted(connection, SqlDialect.SQLITE);
		}
	}

	/*
	 * Whatever random text passes the check must be a query for the database, too, or no
	 * SQL at all.
	 */
	private static void assertThatNothingElseIsExecuted(Connection connection, SqlDialect dialect) throws SQLException {
		connection.createStatement().execute("create table t (a int, b int, c varchar(9), d int)");
		connection.createStatement().execute("insert into t values (1, 2, 'x', 3)");
		SqlMutations mutations = new SqlMutations(new Random(7));
		int queries = 0;
		for (int i = 0; i < 10_000; i++) {
			String sql = read(mutations.next(), dialect);
			if (sql.isEmpty()) {
				continue;
			}
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				assertThat(statement.getMetaData()).as("seed 7, statement %d: %s", i, sql).isNotNull();
				assertThat(statement.getParameterMetaData().getParameterCount()).as("seed 7, statement %d: %s", i, sql)
					.isZero();
				statement.execute();
				queries++;
			}
			catch (SQLException ex) {
				assertThat(sql).isNotEmpty();
			}
		}
		assertThat(queries).isGreaterThan(100);
		try (ResultSet rows = connection.createStatement().executeQuery("select a from t")) {
			assertThat(rows.next()).isTrue();
			assertThat(rows.next()).isFalse();
		}
	}

	private static String read(String sql, SqlDialect dialect) {
		try {
			return SingleRead.parse(sql, dialect).sql();
		}
		catch (NotASingleReadException ex) {
			assertThat(ex.position()).isBetween(1, sql.length() + 1);
			return "";
		}
	}

	@ParameterizedTest
	@CsvSource({ "PostgreSQL,POSTGRESQL", "EnterpriseDB,POSTGRESQL", "MariaDB,MYSQL", "MySQL,MYSQL", "H2,H2",
			"SQLite,SQLITE", "Oracle,ORACLE", "Microsoft SQL Server,SQL_SERVER",
			"Adaptive Server Enterprise,SQL_SERVER", "Apache Derby,ANSI" })
	void knowsTheDialectOfAProduct(String product, SqlDialect dialect) {
		assertThat(SqlDialect.ofProduct(product)).isEqualTo(dialect);
	}

	private static void assertRefused(String sql, SqlDialect dialect, String found) {
		assertThatExceptionOfType(NotASingleReadException.class).as("%s: %s", dialect, sql)
			.isThrownBy(() -> SingleRead.parse(sql, dialect))
			.satisfies((ex) -> assertThat(ex.found()).as(sql).contains(found));
	}

}

package dev.mainstay.pool.session;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.mainstay.failure.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GuardExplanation}.
 */
class GuardExplanationTests {

	private static final SessionSettings SETTINGS = new Settings();

	private final GuardExplanation explanation = new GuardExplanation(plan(SessionGuard.values()), SETTINGS);

	@ParameterizedTest
	@CsvSource({ "STATEMENT_TIMEOUT,db.session.statement-timeout=1500ms", "LOCK_TIMEOUT,db.session.lock-timeout=2s",
			"IDLE_TRANSACTION_TIMEOUT,db.session.idle-in-transaction-timeout=3m",
			"TRANSACTION_TIMEOUT,db.session.max-age=4h" })
	void namesThePropertyAndItsValue(FailureKind kind, String property) {
		SQLException error = new SQLException("too slow", "57014", 7);
		SQLException explained = this.explanation.explain(error, kind);

		assertThat(explained.getMessage()).startsWith("too slow [").contains(property);
		assertThat(explained.getSQLState()).isEqualTo("57014");
		assertThat(explained.getErrorCode()).isEqualTo(7);
		assertThat(explained.getCause()).isSameAs(error);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE,
			names = { "STATEMENT_TIMEOUT", "LOCK_TIMEOUT", "IDLE_TRANSACTION_TIMEOUT", "TRANSACTION_TIMEOUT" })
	void leavesErrorsAloneThatNoGuardCauses(FailureKind kind) {
		SQLException error = new SQLException("lost");

		assertThat((Object) this.explanation.explain(error, kind)).isSameAs(error);
	}

	@Test
	void leavesErrorsAloneWhoseGuardDoesNotHold() {
		SQLException error = new SQLException("too slow");
		GuardExplanation other = new GuardExplanation(plan(SessionGuard.LOCK_TIMEOUT), SETTINGS);

		assertThat((Object) other.explain(error, FailureKind.STATEMENT_TIMEOUT)).isSameAs(error);
	}

	@Test
	void leavesErrorsAloneWithoutGuards() {
		SQLException error = new SQLException("too slow");
		GuardExplanation other = new GuardExplanation(SessionPlan.none(), null);

		assertThat((Object) other.explain(error, FailureKind.STATEMENT_TIMEOUT)).isSameAs(error);
	}

	@ParameterizedTest
	@MethodSource
	void keepsTheTypeThatJdbcKnows(SQLException error) {
		assertThat((Object) this.explanation.explain(error, FailureKind.LOCK_TIMEOUT))
			.isExactlyInstanceOf(error.getClass());
	}

	static Stream<SQLException> keepsTheTypeThatJdbcKnows() {
		return Stream.of(new SQLTimeoutException(), new SQLTransactionRollbackException(), new SQLTransientException(),
				new SQLTransientConnectionException(), new SQLNonTransientConnectionException(),
				new BatchUpdateException(), new SQLException());
	}

	@Test
	void makesAStatementTimeoutATimeoutToJdbc() {
		assertThat((Object) this.explanation.explain(new SQLException(), FailureKind.STATEMENT_TIMEOUT))
			.isExactlyInstanceOf(SQLTimeoutException.class);
	}

	@Test
	void keepsTheCountsOfABatch() {
		BatchUpdateException error = new BatchUpdateException("too slow", "57014", 0, new long[] { 1, 5_000_000_000L },
				null);
		SQLException explained = this.explanation.explain(error, FailureKind.STATEMENT_TIMEOUT);

		assertThat((Object) explained).isInstanceOf(BatchUpdateException.class);
		assertThat(((BatchUpdateException) explained).getLargeUpdateCounts()).containsExactly(1, 5_000_000_000L);
	}

	@Test
	void keepsTheErrorsBehindAnError() {
		SQLException error = new SQLException("first");
		SQLException second = new SQLException("second");
		error.setNextException(second);

		assertThat((Object) this.explanation.explain(error, FailureKind.LOCK_TIMEOUT).getNextException())
			.isSameAs(second);
	}

	private static SessionPlan plan(SessionGuard... guards) {
		Map<SessionGuard, String> applied = Stream.of(guards).collect(Collectors.toMap((guard) -> guard, Enum::name));
		return new SessionPlan(applied, Map.of(), List.of(), Map.of(), List.of(), false);
	}

	/**
	 * A different value for each guard.
	 */
	private static final class Settings implements SessionSettings {

		@Override
		public Duration statementTimeout() {
			return Duration.ofMillis(1500);
		}

		@Override
		public Duration lockTimeout() {
			return Duration.ofSeconds(2);
		}

		@Override
		public Duration idleInTransactionTimeout() {
			return Duration.ofMinutes(3);
		}

		@Override
		public Duration maxAge() {
			return Duration.ofHours(4);
		}

		@Override
		public @Nullable String applicationName() {
			return null;
		}

		@Override
		public boolean jit() {
			return false;
		}

		@Override
		public boolean isExplicit(SessionGuard guard) {
			return false;
		}

	}

}

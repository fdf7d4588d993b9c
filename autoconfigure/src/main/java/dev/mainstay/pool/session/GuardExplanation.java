package dev.mainstay.pool.session;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DurationText;
import dev.mainstay.datasource.StatementLimit;
import dev.mainstay.failure.FailureKind;

/**
 * Adds to an error that a guard caused the sentence that names the guard's property. The
 * explained error keeps SQLState, vendor code and JDBC type; its cause is the original.
 */
public final class GuardExplanation {

	private final SessionPlan plan;

	private final @Nullable SessionSettings settings;

	/**
	 * Create the explanation of a data source's guards.
	 * @param plan which guards hold
	 * @param settings the values of the guards, or {@code null} if there are none
	 */
	public GuardExplanation(SessionPlan plan, @Nullable SessionSettings settings) {
		this.plan = plan;
		this.settings = settings;
	}

	/**
	 * Explain an error.
	 * @param error the error as the driver raised it
	 * @param kind its kind
	 * @return the explained error, or the same one if no guard of this data source causes
	 * errors of that kind
	 */
	public SQLException explain(SQLException error, FailureKind kind) {
		SessionGuard guard = SessionGuard.causing(kind);
		if (guard == null || this.settings == null || !this.plan.applied().containsKey(guard)) {
			return error;
		}
		return like(error, message(error, guard, guard.property(), guard.limit(this.settings)), kind);
	}

	/**
	 * Explain the error of a statement that took longer than its transaction allows.
	 * @param error the error as the driver raised it
	 * @param limit the limit that held in place of the guard
	 * @return the explained error
	 */
	public SQLException explain(SQLException error, StatementLimit limit) {
		String message = message(error, SessionGuard.STATEMENT_TIMEOUT, limit.property(), limit.duration());
		return like(error, message, FailureKind.STATEMENT_TIMEOUT);
	}

	private static String message(SQLException error, SessionGuard guard, String property, Duration limit) {
		return "%s [%s than %s=%s allows; if that is right for this application, set a longer one]"
			.formatted(error.getMessage(), guard.violation(), property, DurationText.of(limit));
	}

	private static SQLException like(SQLException error, String message, FailureKind kind) {
		String state = error.getSQLState();
		int code = error.getErrorCode();
		SQLException explained;
		if (error instanceof BatchUpdateException batch) {
			explained = new BatchUpdateException(message, state, code, batch.getLargeUpdateCounts(), error);
		}
		else if (kind == FailureKind.STATEMENT_TIMEOUT || error instanceof SQLTimeoutException) {
			explained = new SQLTimeoutException(message, state, code, error);
		}
		else if (error instanceof SQLTransactionRollbackException) {
			explained = new SQLTransactionRollbackException(message, state, code, error);
		}
		else if (error instanceof SQLTransientConnectionException) {
			explained = new SQLTransientConnectionException(message, state, code, error);
		}
		else if (error instanceof SQLNonTransientConnectionException) {
			explained = new SQLNonTransientConnectionException(message, state, code, error);
		}
		else if (error instanceof SQLTransientException) {
			explained = new SQLTransientException(message, state, code, error);
		}
		else {
			explained = new SQLException(message, state, code, error);
		}
		if (error.getNextException() != null) {
			explained.setNextException(error.getNextException());
		}
		return explained;
	}

}

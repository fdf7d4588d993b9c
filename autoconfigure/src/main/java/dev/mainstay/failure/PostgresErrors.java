package dev.mainstay.failure;

import java.sql.SQLException;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.util.ClassUtils;

/**
 * The errors of PostgreSQL, by SQLState (manual, appendix A).
 */
final class PostgresErrors extends ProductErrors {

	private static final boolean DRIVER_PRESENT = ClassUtils.isPresent("org.postgresql.util.PSQLException",
			PostgresErrors.class.getClassLoader());

	@Override
	FailureKind kindOf(SQLException error) {
		String state = state(error);
		return switch (state) {
			// Also what a standby cancels because of what it has to replay.
			case "40001" -> FailureKind.SERIALIZATION_CONFLICT;
			case "40P01" -> FailureKind.DEADLOCK;
			case "40002" -> FailureKind.CONSTRAINT;
			// Not PostgreSQL's own: databases that speak its protocol answer so.
			case "40003", "08007" -> FailureKind.COMMIT_OUTCOME_UNKNOWN;
			// The same state for NOWAIT and for a lock timeout.
			case "55P03" ->
				messageHas(error, "could not obtain lock") ? FailureKind.LOCK_NOT_AVAILABLE : FailureKind.LOCK_TIMEOUT;
			// A cancel that somebody asked for has the state of a timeout.
			case "57014" -> messageHas(error, "user request") ? FailureKind.CANCELLED : FailureKind.STATEMENT_TIMEOUT;
			case "25P02" -> FailureKind.TRANSACTION_ABORTED;
			case "25P03" -> FailureKind.IDLE_TRANSACTION_TIMEOUT;
			case "25P04" -> FailureKind.TRANSACTION_TIMEOUT;
			case "57P05" -> FailureKind.IDLE_SESSION_TIMEOUT;
			case "57P01", "57P02", "57P04" -> FailureKind.CONNECTION_LOST;
			case "57P03" -> FailureKind.CANNOT_CONNECT;
			case "53300" -> FailureKind.TOO_MANY_CONNECTIONS;
			// The same state for a read-only transaction and a read-only server: only the
			// connection knows which, but for commands that no standby has.
			case "25006" ->
				messageHas(error, "during recovery") ? FailureKind.READ_ONLY_SERVER : FailureKind.READ_ONLY_TRANSACTION;
			case "0A000" -> messageHas(error, "cached plan") ? FailureKind.STALE_STATEMENT : FailureKind.BAD_STATEMENT;
			// Unknown or known already on the server: a pooler has changed sessions.
			case "26000", "42P05" -> FailureKind.STALE_STATEMENT;
			case "03000", "21000", "3F000" -> FailureKind.BAD_STATEMENT;
			default -> ofClass(state);
		};
	}

	private static FailureKind ofClass(String state) {
		if (state.startsWith("53") || state.startsWith("58") || state.startsWith("XX")) {
			return FailureKind.RESOURCE_EXHAUSTED;
		}
		return state.startsWith("54") ? FailureKind.BAD_STATEMENT : FailureKind.OTHER;
	}

	@Override
	Rollback rollback(SQLException error, FailureKind kind) {
		Rollback rollback = super.rollback(error, kind);
		if (kind == FailureKind.COMMIT_OUTCOME_UNKNOWN || state(error).isEmpty()) {
			return rollback;
		}
		boolean refused = state(error).startsWith("28") || state(error).startsWith("3D");
		if (refused || rollback == Rollback.NOTHING_BEGAN) {
			// A server that asks another one passes on its refusal.
			return (DRIVER_PRESENT && Driver.isSeverityError(error)) ? Rollback.DONE : Rollback.NOTHING_BEGAN;
		}
		return (DRIVER_PRESENT && Driver.isRaisedByItself(error)) ? rollback : Rollback.DONE;
	}

	/*
	 * Code of the application, such as a deferred trigger, runs before the commit is
	 * written, so its errors (classes 22, 42 and P0), and the end of its waiting for a
	 * lock or for itself, are as certain as the constraints'. A wait for a standby that
	 * is cut short is a warning, not an error. A session that sat idle too long is ended
	 * before it reads the commit.
	 */
	@Override
	CommitFailure atCommit(SQLException error) {
		String state = state(error);
		boolean rolledBack = switch (state) {
			case "40000", "40001", "40002", "40P01", "25P03", "55P03", "57014" -> true;
			default -> state.startsWith("23") || state.startsWith("22") || state.startsWith("42")
					|| state.startsWith("P0") || state.startsWith("44");
		};
		return rolledBack ? CommitFailure.ROLLED_BACK : CommitFailure.UNKNOWN;
	}

	/**
	 * Keeps the driver's classes out of the way where they are absent.
	 */
	private static final class Driver {

		// What the driver finds wrong never reaches the server, and leaves the
		// transaction
		// as it is.
		static boolean isRaisedByItself(SQLException error) {
			return error instanceof PSQLException own && own.getServerErrorMessage() == null;
		}

		// Translated on some servers, which is good enough here.
		static boolean isSeverityError(SQLException error) {
			ServerErrorMessage message = (error instanceof PSQLException own) ? own.getServerErrorMessage() : null;
			return message != null && "ERROR".equals(message.getSeverity());
		}

	}

}

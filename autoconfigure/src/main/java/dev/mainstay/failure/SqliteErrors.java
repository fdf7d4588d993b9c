package dev.mainstay.failure;

import java.sql.SQLException;

/**
 * The errors of SQLite, by result code: there are no SQLStates. The driver gives the
 * primary code (the lowest byte) as vendor code and begins its message with the name of
 * the extended one.
 */
final class SqliteErrors extends ProductErrors {

	private static final int BUSY_SNAPSHOT = 517;

	private static final int CONSTRAINT_DATATYPE = 3091;

	@Override
	FailureKind kindOf(SQLException error) {
		return switch (primary(error)) {
			// Whoever has read an old state can never write, however long it waits.
			case 5 -> is(error, BUSY_SNAPSHOT, "[SQLITE_BUSY_SNAPSHOT]") ? FailureKind.SERIALIZATION_CONFLICT
					: FailureKind.LOCK_TIMEOUT;
			case 6 -> FailureKind.LOCK_NOT_AVAILABLE;
			case 15 -> FailureKind.LOCK_TIMEOUT;
			case 8 -> FailureKind.READ_ONLY_SERVER;
			case 9 -> FailureKind.CANCELLED;
			case 14 -> FailureKind.CANNOT_CONNECT;
			case 17 -> FailureKind.STALE_STATEMENT;
			case 19 -> is(error, CONSTRAINT_DATATYPE, "[SQLITE_CONSTRAINT_DATATYPE]") ? FailureKind.INVALID_DATA
					: FailureKind.CONSTRAINT;
			case 18, 20 -> FailureKind.INVALID_DATA;
			case 1, 23, 25 -> FailureKind.BAD_STATEMENT;
			case 7, 10, 11, 13, 26 -> FailureKind.RESOURCE_EXHAUSTED;
			default -> FailureKind.OTHER;
		};
	}

	// Some errors may end the transaction by themselves; those without a code are the
	// driver's own.
	@Override
	Rollback rollback(SQLException error, FailureKind kind) {
		return switch (primary(error)) {
			case 0, 9, 14 -> Rollback.NOT_KNOWN;
			default -> super.rollback(error, kind);
		};
	}

	@Override
	CommitFailure atCommit(SQLException error) {
		return switch (primary(error)) {
			// A reader is in the way and will be gone.
			case 5 -> CommitFailure.SEND_AGAIN;
			// A deferred foreign key.
			case 19 -> CommitFailure.STILL_OPEN;
			default -> CommitFailure.UNKNOWN;
		};
	}

	// There is no way to the server on which an answer could be lost.
	@Override
	boolean isAnswer(SQLException error) {
		return true;
	}

	private static int primary(SQLException error) {
		return error.getErrorCode() & 0xFF;
	}

	private static boolean is(SQLException error, int extended, String name) {
		return error.getErrorCode() == extended || (error.getMessage() != null && error.getMessage().contains(name));
	}

}

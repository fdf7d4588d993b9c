package dev.mainstay.failure;

import java.sql.SQLException;

/**
 * The errors of H2, by vendor code ({@code org.h2.api.ErrorCode}), which is its SQLState
 * as a number with few exceptions.
 */
final class H2Errors extends ProductErrors {

	@Override
	FailureKind kindOf(SQLException error) {
		return switch (error.getErrorCode()) {
			// Also two writers of a row at REPEATABLE READ and above.
			case 40001 -> FailureKind.DEADLOCK;
			case 90131 -> FailureKind.SERIALIZATION_CONFLICT;
			case 50200 -> FailureKind.LOCK_TIMEOUT;
			case 57014 -> FailureKind.STATEMENT_TIMEOUT;
			case 90067, 90098, 90121 -> FailureKind.CONNECTION_LOST;
			case 8000, 90020, 90135 -> FailureKind.CANNOT_CONNECT;
			case 90097 -> FailureKind.READ_ONLY_SERVER;
			case 90003, 90004, 90008, 90010, 90056, 90095, 90150, 90151 -> FailureKind.INVALID_DATA;
			case 7001, 21002, 50100, 90012, 90015, 90016, 90022, 90036, 90037, 90053, 90054, 90059, 90068, 90079, 90083,
					90085, 90096, 90106, 90107, 90109, 90110, 90116, 90154, 90157 ->
				FailureKind.BAD_STATEMENT;
			case 90028, 90030, 90031, 90062, 90108 -> FailureKind.RESOURCE_EXHAUSTED;
			default -> FailureKind.OTHER;
		};
	}

	@Override
	Rollback rollback(SQLException error, FailureKind kind) {
		return switch (error.getErrorCode()) {
			case 40001 -> Rollback.DONE;
			// Closed: a result, a statement or the connection.
			case 90007 -> Rollback.NOT_KNOWN;
			default -> super.rollback(error, kind);
		};
	}

	@Override
	boolean forbidsCommit(SQLException error) {
		return error.getErrorCode() == 40001;
	}

	@Override
	CommitFailure atCommit(SQLException error) {
		boolean rolledBack = error.getErrorCode() == 40001 || state(error).startsWith("23");
		return rolledBack ? CommitFailure.ROLLED_BACK : CommitFailure.UNKNOWN;
	}

}

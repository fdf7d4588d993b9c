package dev.mainstay.failure;

import java.sql.SQLException;

/**
 * The errors of a database that is not known, by what the SQL standard says of SQLStates.
 */
final class StandardErrors extends ProductErrors {

	@Override
	FailureKind kindOf(SQLException error) {
		return switch (state(error)) {
			case "40001" -> FailureKind.SERIALIZATION_CONFLICT;
			case "40003", "08007" -> FailureKind.COMMIT_OUTCOME_UNKNOWN;
			case "25006" -> FailureKind.READ_ONLY_TRANSACTION;
			default -> FailureKind.OTHER;
		};
	}

	@Override
	Rollback rollback(SQLException error, FailureKind kind) {
		Rollback rollback = super.rollback(error, kind);
		return (rollback == Rollback.NEEDED) ? Rollback.NOT_KNOWN : rollback;
	}

	@Override
	boolean isAnswer(SQLException error) {
		return switch (kindOf(error)) {
			case SERIALIZATION_CONFLICT, READ_ONLY_TRANSACTION -> true;
			default -> {
				String state = state(error);
				yield state.startsWith("22") || state.startsWith("23") || state.startsWith("42");
			}
		};
	}

}

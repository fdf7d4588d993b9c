package dev.mainstay.failure;

import java.sql.SQLException;

/**
 * The errors of SQL Server and Azure SQL, by error number. Taken from their reference and
 * not seen here.
 */
final class SqlServerErrors extends ProductErrors {

	@Override
	FailureKind kindOf(SQLException error) {
		return switch (error.getErrorCode()) {
			case 1205 -> FailureKind.DEADLOCK;
			case 3960, 3961, 41301, 41302, 41305, 41325, 41839 -> FailureKind.SERIALIZATION_CONFLICT;
			// NOWAIT, too.
			case 1222 -> FailureKind.LOCK_TIMEOUT;
			case 3930 -> FailureKind.TRANSACTION_ABORTED;
			case 64, 233, 596, 6005, 10053, 10054, 40197 -> FailureKind.CONNECTION_LOST;
			case 978, 4060, 4221, 10060, 40501, 40613, 49918, 49919, 49920 -> FailureKind.CANNOT_CONNECT;
			case 10928, 10929, 17809 -> FailureKind.TOO_MANY_CONNECTIONS;
			case 3906 -> FailureKind.READ_ONLY_SERVER;
			case 586, 8179 -> FailureKind.STALE_STATEMENT;
			case 515, 547, 550, 2601, 2627 -> FailureKind.CONSTRAINT;
			case 220, 232, 241, 242, 245, 2628, 8114, 8115, 8134, 8152 -> FailureKind.INVALID_DATA;
			case 102, 105, 137, 156, 170, 201, 206, 207, 208, 209, 229, 230, 2812, 4104, 8144 ->
				FailureKind.BAD_STATEMENT;
			case 701, 802, 823, 824, 845, 1101, 1105, 8645, 8651, 9002 -> FailureKind.RESOURCE_EXHAUSTED;
			default -> ofState(error);
		};
	}

	// The same state for a statement that took too long and one that was cancelled.
	private static FailureKind ofState(SQLException error) {
		return switch (state(error)) {
			case "HY008" -> messageHas(error, "timed out") ? FailureKind.STATEMENT_TIMEOUT : FailureKind.CANCELLED;
			case "HYT00" -> FailureKind.STATEMENT_TIMEOUT;
			default -> FailureKind.OTHER;
		};
	}

	@Override
	Rollback rollback(SQLException error, FailureKind kind) {
		return switch (error.getErrorCode()) {
			case 1205, 3930, 3960, 3961, 41301, 41302, 41305, 41325, 41839 -> Rollback.DONE;
			// These reach open sessions as well.
			case 10928, 10929, 40501, 49918, 49919, 49920 -> Rollback.NOT_KNOWN;
			// A value that cannot be converted ends more than its statement.
			default -> (kind == FailureKind.INVALID_DATA) ? Rollback.NOT_KNOWN : super.rollback(error, kind);
		};
	}

	@Override
	boolean forbidsCommit(SQLException error) {
		return switch (error.getErrorCode()) {
			case 1205, 3960, 3961 -> true;
			default -> false;
		};
	}

	@Override
	CommitFailure atCommit(SQLException error) {
		return switch (error.getErrorCode()) {
			case 1205, 3960, 3961, 41301, 41302, 41305, 41325, 41839 -> CommitFailure.ROLLED_BACK;
			default -> CommitFailure.UNKNOWN;
		};
	}

}

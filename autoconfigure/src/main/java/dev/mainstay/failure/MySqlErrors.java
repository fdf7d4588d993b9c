package dev.mainstay.failure;

import java.sql.SQLException;

/**
 * The errors of MariaDB and MySQL, by vendor code: their SQLStates say little and depend
 * on the driver. Codes from 3000 on mean different things to the two; where that matters
 * the SQLState or the message decides.
 */
final class MySqlErrors extends ProductErrors {

	@Override
	FailureKind kindOf(SQLException error) {
		return switch (error.getErrorCode()) {
			// Also a commit that another node of a Galera cluster was faster than.
			case 1213 -> FailureKind.DEADLOCK;
			// 1020 is MariaDB's, where a snapshot must not be written past; 3101 is of
			// MySQL's group replication, at commit; 1412 is about a changed table.
			case 1020, 1412, 3101 -> FailureKind.SERIALIZATION_CONFLICT;
			// MariaDB answers NOWAIT so, too.
			case 1205 -> FailureKind.LOCK_TIMEOUT;
			case 3572 -> FailureKind.LOCK_NOT_AVAILABLE;
			case 1969, 3024 -> FailureKind.STATEMENT_TIMEOUT;
			case 1317 -> FailureKind.CANCELLED;
			case 1792 -> FailureKind.READ_ONLY_TRANSACTION;
			// 1290 is about any option of the server.
			case 1290 -> isReadOnlyOption(error) ? FailureKind.READ_ONLY_SERVER : FailureKind.OTHER;
			case 1836, 1874 -> FailureKind.READ_ONLY_SERVER;
			case 1040, 1203, 1226 -> FailureKind.TOO_MANY_CONNECTIONS;
			case 1129, 2002, 2003, 2005 -> FailureKind.CANNOT_CONNECT;
			case 1053, 1927, 2006, 2013 -> FailureKind.CONNECTION_LOST;
			case 4031 ->
				messageHas(error, "disconnected by the server") ? FailureKind.CONNECTION_LOST : FailureKind.OTHER;
			case 1243, 1615 -> FailureKind.STALE_STATEMENT;
			case 1022, 1048, 1062, 1169, 1216, 1217, 1364, 1451, 1452, 1557, 1586, 1761, 1762, 1859, 3819 ->
				FailureKind.CONSTRAINT;
			case 1264, 1265, 1292, 1365, 1366, 1406, 1411, 1690 -> FailureKind.INVALID_DATA;
			case 1021, 1026, 1030, 1037, 1038, 1041, 1114, 1135, 1194, 1195, 1197, 1206, 1637, 1712 ->
				FailureKind.RESOURCE_EXHAUSTED;
			case 1193, 1295 -> FailureKind.BAD_STATEMENT;
			default -> ofState(state(error));
		};
	}

	private static boolean isReadOnlyOption(SQLException error) {
		return messageHas(error, "read-only") || messageHas(error, "read_only");
	}

	private static FailureKind ofState(String state) {
		if (state.equals("08007")) {
			return FailureKind.COMMIT_OUTCOME_UNKNOWN;
		}
		return state.startsWith("21") ? FailureKind.BAD_STATEMENT : FailureKind.OTHER;
	}

	@Override
	Rollback rollback(SQLException error, FailureKind kind) {
		if (forbidsCommit(error)) {
			return Rollback.DONE;
		}
		return switch (error.getErrorCode()) {
			// An error during commit or rollback, and branches of XA transactions.
			case 1180, 1181, 1402, 1613, 1614 -> Rollback.NOT_KNOWN;
			default -> super.rollback(error, kind);
		};
	}

	@Override
	boolean isAnswer(SQLException error) {
		return error.getErrorCode() != 1180 && super.isAnswer(error);
	}

	// InnoDB marks the whole transaction for rollback. 1205 does the same if the server
	// runs with innodb_rollback_on_timeout, which no error tells.
	@Override
	boolean forbidsCommit(SQLException error) {
		return switch (error.getErrorCode()) {
			case 1020, 1206, 1213, 3101 -> true;
			default -> false;
		};
	}

	@Override
	CommitFailure atCommit(SQLException error) {
		return switch (error.getErrorCode()) {
			case 1020, 1213, 3101 -> CommitFailure.ROLLED_BACK;
			default -> CommitFailure.UNKNOWN;
		};
	}

}

package dev.mainstay.failure;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;

/**
 * The errors of Oracle Database, by ORA number. Taken from its error message reference
 * and not seen here.
 */
final class OracleErrors extends ProductErrors {

	private static final int ROLLED_BACK = 2091;

	@Override
	FailureKind kindOf(SQLException error) {
		int code = error.getErrorCode();
		return (code == ROLLED_BACK) ? ofCode(innerCode(error), error) : ofCode(code, error);
	}

	private static FailureKind ofCode(int code, SQLException error) {
		return switch (code) {
			case 60, 4020 -> FailureKind.DEADLOCK;
			case 8177 -> FailureKind.SERIALIZATION_CONFLICT;
			case 54 -> FailureKind.LOCK_NOT_AVAILABLE;
			case 2049, 4021, 30006 -> FailureKind.LOCK_TIMEOUT;
			case 40 -> FailureKind.STATEMENT_TIMEOUT;
			// The driver keeps to a statement's timeout by a cancel.
			case 1013 -> (error instanceof SQLTimeoutException) ? FailureKind.STATEMENT_TIMEOUT : FailureKind.CANCELLED;
			case 2396 -> FailureKind.IDLE_SESSION_TIMEOUT;
			case 28, 1012, 1041, 1089, 1090, 1092, 2399, 3113, 3114, 3135, 17002, 17008, 17009, 17410 ->
				FailureKind.CONNECTION_LOST;
			case 1033, 1034, 12170, 12505, 12514, 12518, 12521, 12528, 12541, 12543, 12545, 12547, 12560 ->
				FailureKind.CANNOT_CONNECT;
			case 18, 20, 2391, 12516, 12519, 12520 -> FailureKind.TOO_MANY_CONNECTIONS;
			case 1456 -> FailureKind.READ_ONLY_TRANSACTION;
			case 16000 -> FailureKind.READ_ONLY_SERVER;
			case 4061, 4065, 4068, 8103 -> FailureKind.STALE_STATEMENT;
			// The transaction was lost in a failover.
			case 25402 -> FailureKind.TRANSACTION_ABORTED;
			case 1, 1400, 1402, 1407, 2290, 2291, 2292 -> FailureKind.CONSTRAINT;
			case 1401, 1426, 1438, 1476, 1722, 1830, 1839, 1840, 1841, 1843, 1847, 1858, 1861, 6502, 12899 ->
				FailureKind.INVALID_DATA;
			case 1031, 1747, 4043, 6550 -> FailureKind.BAD_STATEMENT;
			case 257, 600, 1536, 1555, 1578, 1652, 1653, 1654, 1688, 1691, 4030, 4031, 7445, 30036 ->
				FailureKind.RESOURCE_EXHAUSTED;
			default -> (code >= 900 && code < 1000) ? FailureKind.BAD_STATEMENT : FailureKind.OTHER;
		};
	}

	// "ORA-02091: transaction rolled back" is followed by a line with the reason.
	private static int innerCode(SQLException error) {
		String message = (error.getMessage() != null) ? error.getMessage() : "";
		int start = message.indexOf("ORA-", message.indexOf("ORA-02091") + 1);
		int code = 0;
		for (int i = start + 4; start >= 0 && i < message.length() && code < 100000; i++) {
			int digit = message.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				break;
			}
			code = 10 * code + digit;
		}
		return code;
	}

	// A deadlock and a conflict undo their statement alone.
	@Override
	Rollback rollback(SQLException error, FailureKind kind) {
		return switch (error.getErrorCode()) {
			case ROLLED_BACK, 25402 -> Rollback.DONE;
			case 25408, 25409 -> Rollback.NOT_KNOWN;
			default -> super.rollback(error, kind);
		};
	}

	@Override
	boolean isAnswer(SQLException error) {
		return error.getErrorCode() != 25408 && error.getErrorCode() != 25409 && super.isAnswer(error);
	}

	@Override
	CommitFailure atCommit(SQLException error) {
		return (error.getErrorCode() == ROLLED_BACK) ? CommitFailure.ROLLED_BACK : CommitFailure.UNKNOWN;
	}

}

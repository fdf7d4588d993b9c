package dev.mainstay.datasource;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;

/**
 * Says more about an error without changing what it is to those who handle it: the copy
 * has the SQLState, the vendor code and the JDBC type of the original, which is its
 * cause.
 */
public final class ErrorCopy {

	private ErrorCopy() {
	}

	/**
	 * Copy an error.
	 * @param error the original
	 * @param message what the copy says
	 * @return the copy
	 */
	public static SQLException of(SQLException error, String message) {
		SQLException copy = copy(error, message, error.getSQLState(), error.getErrorCode());
		if (error.getNextException() != null) {
			copy.setNextException(error.getNextException());
		}
		return copy;
	}

	private static SQLException copy(SQLException error, String message, String state, int code) {
		if (error instanceof BatchUpdateException batch) {
			return new BatchUpdateException(message, state, code, batch.getLargeUpdateCounts(), error);
		}
		if (error instanceof SQLTimeoutException) {
			return new SQLTimeoutException(message, state, code, error);
		}
		if (error instanceof SQLTransactionRollbackException) {
			return new SQLTransactionRollbackException(message, state, code, error);
		}
		if (error instanceof SQLTransientConnectionException) {
			return new SQLTransientConnectionException(message, state, code, error);
		}
		if (error instanceof SQLNonTransientConnectionException) {
			return new SQLNonTransientConnectionException(message, state, code, error);
		}
		if (error instanceof SQLIntegrityConstraintViolationException) {
			return new SQLIntegrityConstraintViolationException(message, state, code, error);
		}
		if (error instanceof SQLTransientException) {
			return new SQLTransientException(message, state, code, error);
		}
		return new SQLException(message, state, code, error);
	}

}

package dev.mainstay.failure;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.mainstay.datasource.DatabaseProduct;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureClassifier}.
 */
class FailureClassifierTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					POSTGRESQL | 57014 | 0     | canceling statement due to statement timeout            | STATEMENT_TIMEOUT
					POSTGRESQL | 57014 | 0     | canceling statement due to user request                 | CANCELLED
					POSTGRESQL | 55P03 | 0     | canceling statement due to lock timeout                 | LOCK_TIMEOUT
					POSTGRESQL | 55P03 | 0     | could not obtain lock on row in relation "meal"         | LOCK_NOT_AVAILABLE
					POSTGRESQL | 25P03 | 0     | terminating connection                                  | IDLE_TRANSACTION_TIMEOUT
					POSTGRESQL | 25P04 | 0     | terminating connection                                  | TRANSACTION_TIMEOUT
					POSTGRESQL | MS001 | 0     | The change was not committed                            | NOT_ANNOUNCED
					MYSQL      | MS001 | 0     | The change was not committed                            | NOT_ANNOUNCED
					H2         | MS001 | 0     | The change was not committed                            | NOT_ANNOUNCED
					POSTGRESQL | MS004 | 0     | The connection was taken                                | IDLE_SESSION_TIMEOUT
					MYSQL      | MS004 | 0     | The connection was taken                                | IDLE_SESSION_TIMEOUT
					H2         | MS004 | 0     | The connection was taken                                | IDLE_SESSION_TIMEOUT
					POSTGRESQL | 57P05 | 0     | terminating connection                                  | IDLE_SESSION_TIMEOUT
					POSTGRESQL | 57P01 | 0     | terminating connection                                  | CONNECTION_LOST
					POSTGRESQL | 08006 | 0     | An I/O error occurred                                   | CONNECTION_LOST
					POSTGRESQL | 53300 | 0     | too many connections                                    | TOO_MANY_CONNECTIONS
					POSTGRESQL | 25006 | 0     | cannot execute INSERT in a read-only transaction        | READ_ONLY_TRANSACTION
					POSTGRESQL | 23505 | 0     | duplicate key                                           | CONSTRAINT
					POSTGRESQL | 40P01 | 0     | deadlock detected                                       | DEADLOCK
					MYSQL      | 70100 | 1969  | Query execution was interrupted                         | STATEMENT_TIMEOUT
					MYSQL      | HY000 | 3024  | Query execution was interrupted                         | STATEMENT_TIMEOUT
					MYSQL      | 70100 | 1317  | Query execution was interrupted                         | CANCELLED
					MYSQL      | HY000 | 1205  | Lock wait timeout exceeded                              | LOCK_TIMEOUT
					MYSQL      | 25006 | 1792  | Cannot execute statement in a READ ONLY transaction     | READ_ONLY_TRANSACTION
					MYSQL      | HY000 | 1290  | The server is running with the --read-only option       | READ_ONLY_SERVER
					MYSQL      | HY000 | 1290  | The server is running with the --skip-grant-tables      | OTHER
					MYSQL      | HY000 | 1836  | Running in read-only mode                               | READ_ONLY_SERVER
					MYSQL      | 08004 | 1040  | Too many connections                                    | TOO_MANY_CONNECTIONS
					MYSQL      | 42000 | 1203  | User already has more than                              | TOO_MANY_CONNECTIONS
					MYSQL      | 08S01 | 0     | Communications link failure                             | CONNECTION_LOST
					MYSQL      | 70100 | 1927  | Connection was killed                                   | CONNECTION_LOST
					MYSQL      | 57014 | 0     | another database's state                                | OTHER
					H2         | 57014 | 57014 | Statement was canceled or the session timed out         | STATEMENT_TIMEOUT
					H2         | HYT00 | 50200 | Timeout trying to lock table                            | LOCK_TIMEOUT
					H2         | 90067 | 90067 | Connection is broken                                    | CONNECTION_LOST
					H2         | 90121 | 90121 | Database is already closed                              | CONNECTION_LOST
					SQLITE     |       | 5     | [SQLITE_BUSY] The database file is locked               | LOCK_TIMEOUT
					SQLITE     |       | 261   | [SQLITE_BUSY_RECOVERY] another process                  | LOCK_TIMEOUT
					SQLITE     |       | 8     | [SQLITE_READONLY] Attempt to write                      | READ_ONLY_SERVER
					SQLITE     |       | 19    | [SQLITE_CONSTRAINT] Abort                               | CONSTRAINT
					ORACLE     | 72000 | 1013  | user requested cancel of current operation              | CANCELLED
					OTHER      | 08001 | 0     | no route                                                | CANNOT_CONNECT
					""")
	void tellsTheKind(DatabaseProduct product, @Nullable String state, int code, String message, FailureKind kind) {
		assertThat(FailureClassifier.kindOf(new SQLException(message, state, code), product)).isEqualTo(kind);
	}

	@ParameterizedTest
	@EnumSource
	void takesWhatADriverCallsATimeoutForOne(DatabaseProduct product) {
		assertThat(FailureClassifier.kindOf(new SQLTimeoutException(), product))
			.isEqualTo(FailureKind.STATEMENT_TIMEOUT);
	}

	@Test
	void looksAtTheErrorItselfAndNotAtItsCause() {
		SQLException error = new SQLException("wrapped", new SQLException("lost", "08006"));

		assertThat(FailureClassifier.kindOf(error, DatabaseProduct.POSTGRESQL)).isEqualTo(FailureKind.OTHER);
	}

	@ParameterizedTest
	@EnumSource(
			names = { "IDLE_TRANSACTION_TIMEOUT", "TRANSACTION_TIMEOUT", "IDLE_SESSION_TIMEOUT", "CONNECTION_LOST" })
	void knowsWhatEndsASession(FailureKind kind) {
		assertThat(kind.endsSession()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE,
			names = { "IDLE_TRANSACTION_TIMEOUT", "TRANSACTION_TIMEOUT", "IDLE_SESSION_TIMEOUT", "CONNECTION_LOST" })
	void knowsWhatASessionSurvives(FailureKind kind) {
		assertThat(kind.endsSession()).isFalse();
	}

}

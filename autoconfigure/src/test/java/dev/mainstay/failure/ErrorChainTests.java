package dev.mainstay.failure;

import java.io.EOFException;
import java.net.ConnectException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;

import org.hibernate.StaleObjectStateException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

import dev.mainstay.datasource.ConnectionTakenException;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.UnannouncedChangeException;
import dev.mainstay.datasource.UnknownOutcomeException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorChain}.
 */
class ErrorChainTests {

	private static final SQLException DEADLOCK = new SQLException("deadlock", "40P01");

	private static final SQLException LOST = new SQLException("lost", "08006", new EOFException());

	@Test
	void findsNothingInAnErrorOfTheApplication() {
		Failure failure = classify(new IllegalStateException("closed", new IllegalArgumentException()));

		assertThat(failure).isEqualTo(new Failure(FailureKind.OTHER, null, Rollback.NOT_KNOWN, false));
		assertThat(failure.isOfDatabase()).isFalse();
	}

	@Test
	void findsTheErrorThatAnApplicationWraps() {
		Failure failure = classify(new IllegalStateException(new IllegalStateException(DEADLOCK)));

		assertThat(failure).isEqualTo(new Failure(FailureKind.DEADLOCK, DEADLOCK, Rollback.DONE, false));
		assertThat(failure.isOfDatabase()).isTrue();
	}

	@Test
	void takesTheCauseForTheFirstError() {
		Exception error = new DataAccessResourceFailureException("",
				new SQLException("lost", "08006", new IllegalStateException(DEADLOCK)));

		assertThat((Object) classify(error).error()).isSameAs(DEADLOCK);
	}

	@Test
	void looksForNothingBehindAChangeThatWasNotAnnounced() {
		SQLException error = new UnannouncedChangeException("not announced", LOST);

		assertThat(classify(new IllegalStateException(error)))
			.isEqualTo(new Failure(FailureKind.NOT_ANNOUNCED, error, Rollback.DONE, false));
	}

	@Test
	void looksForNothingBehindAConnectionThatWasTaken() {
		SQLException error = new ConnectionTakenException("taken", LOST);

		assertThat(classify(new IllegalStateException(error))).satisfies((failure) -> {
			assertThat(failure.kind()).isEqualTo(FailureKind.IDLE_SESSION_TIMEOUT);
			assertThat(failure.error() == error).isTrue();
		});
	}

	@Test
	void takesTheErrorBeforeAFailedRollbackForTheFirst() {
		TransactionSystemException error = new TransactionSystemException("rollback", LOST);
		error.initApplicationException(new IllegalStateException(DEADLOCK));

		assertThat(classify(error).kind()).isEqualTo(FailureKind.DEADLOCK);
	}

	@Test
	void leavesAnErrorOfTheApplicationBeforeAFailedRollbackAlone() {
		TransactionSystemException error = new TransactionSystemException("rollback", LOST);
		error.initApplicationException(new IllegalStateException("closed"));

		assertThat(classify(error).kind()).isEqualTo(FailureKind.OTHER);
	}

	@Test
	void findsNextExceptions() {
		BatchUpdateException error = new BatchUpdateException("batch", null, 0, new int[0]);
		error.setNextException(new SQLException("unknown"));
		error.setNextException(DEADLOCK);

		assertThat((Object) classify(error).error()).isSameAs(DEADLOCK);
	}

	@Test
	void ignoresWhatWasSuppressed() {
		Exception error = new IllegalStateException("closed");
		error.addSuppressed(DEADLOCK);

		assertThat(classify(error).kind()).isEqualTo(FailureKind.OTHER);
	}

	@Test
	void prefersTheErrorThatAbortedATransaction() {
		SQLException first = new SQLException("raised", "P0001");
		Failure failure = classify(new SQLException("aborted", "25P02", first));

		assertThat((Object) failure.error()).isSameAs(first);
		assertThat(failure.kind()).isEqualTo(FailureKind.OTHER);
		assertThat(classify(new SQLException("aborted", "25P02")).kind()).isEqualTo(FailureKind.TRANSACTION_ABORTED);
	}

	@Test
	void believesAnUnknownOutcomeOverAll() {
		SQLException unknown = new UnknownOutcomeException("?", new SQLException("x", "40001", DEADLOCK));
		TransactionSystemException hidden = new TransactionSystemException("commit", unknown);
		hidden.initApplicationException(new IllegalStateException(DEADLOCK));

		assertThat(classify(new IllegalStateException(unknown)))
			.isEqualTo(new Failure(FailureKind.COMMIT_OUTCOME_UNKNOWN, unknown, Rollback.NOT_KNOWN, false));
		assertThat(classify(hidden).kind()).isEqualTo(FailureKind.COMMIT_OUTCOME_UNKNOWN);
	}

	@Test
	void endsWhereAChainBitesItsTail() {
		SQLException one = new SQLException("one", "40P01");
		IllegalStateException two = new IllegalStateException(one);
		one.initCause(two);
		one.setNextException(one);

		assertThat(classify(two).kind()).isEqualTo(FailureKind.DEADLOCK);
	}

	@Test
	void endsInAVeryLongChain() {
		Throwable error = DEADLOCK;
		for (int i = 0; i < 100_000; i++) {
			error = new IllegalStateException("", error);
		}

		assertThat(classify(error).kind()).isEqualTo(FailureKind.OTHER);
	}

	@Test
	void knowsChangedVersionsWithoutADatabaseError() {
		Failure changed = new Failure(FailureKind.OPTIMISTIC_LOCK, null, Rollback.NEEDED, false);

		assertThat(classify(new StaleObjectStateException("dish", 1))).isEqualTo(changed);
		assertThat(classify(new IllegalStateException(new ObjectOptimisticLockingFailureException("dish", 1))))
			.isEqualTo(changed);
	}

	@Test
	void believesTheDatabaseMoreThanAWrapper() {
		Exception error = new ObjectOptimisticLockingFailureException("", new SQLException("conflict", "40001"));

		assertThat(classify(error).kind()).isEqualTo(FailureKind.SERIALIZATION_CONFLICT);
	}

	@Test
	void doesNotLookBehindATimeoutOfThePool() {
		SQLException error = new SQLTransientConnectionException(
				"HikariPool-1 - Connection is not available, request timed out after 5ms", "53300", 0, DEADLOCK);
		error.setNextException(DEADLOCK);

		assertThat(classify(error).kind()).isEqualTo(FailureKind.TOO_MANY_CONNECTIONS);
	}

	@Test
	void knowsThatNothingBeganWhereATransactionCouldNotBeCreated() {
		Failure failure = classify(new CannotCreateTransactionException("", LOST));

		assertThat(failure).isEqualTo(new Failure(FailureKind.CANNOT_CONNECT, LOST, Rollback.NOTHING_BEGAN, false));
	}

	@Test
	void knowsARefusedConnectionByItsCause() {
		SQLException error = new SQLException("link failure", "08S01",
				new IllegalStateException(new ConnectException()));

		assertThat(FailureClassifier.kindOf(error, DatabaseProduct.MYSQL)).isEqualTo(FailureKind.CANNOT_CONNECT);
	}

	@Test
	void tellsTheDriverFromTheClassOfTheException() {
		SQLException error = new PSQLException("deadlock", PSQLState.DEADLOCK_DETECTED);

		assertThat(FailureClassifier.classify(error, null).kind()).isEqualTo(FailureKind.DEADLOCK);
		assertThat(FailureClassifier.classify(DEADLOCK, null).kind()).isEqualTo(FailureKind.OTHER);
	}

	@Test
	void readsTheReasonOfAnOracleRollback() {
		SQLException error = new SQLException(
				"ORA-02091: transaction rolled back\nORA-00001: unique constraint (A.B) violated", "72000", 2091);

		assertThat(FailureClassifier.kindOf(error, DatabaseProduct.ORACLE)).isEqualTo(FailureKind.CONSTRAINT);
		assertThat(FailureClassifier.isRolledBackAtCommit(error, DatabaseProduct.ORACLE)).isTrue();
		SQLException bare = new SQLException("ORA-02091: transaction rolled back", "72000", 2091);
		assertThat(FailureClassifier.kindOf(bare, DatabaseProduct.ORACLE)).isEqualTo(FailureKind.OTHER);
	}

	@Test
	void doesNotBelieveInACommitWithoutAnAnswer() {
		for (DatabaseProduct product : DatabaseProduct.values()) {
			for (SQLException error : new SQLException[] { LOST, new SQLTimeoutException(), new SQLException("?"),
					new SQLException("", "40003"), new SQLException("", "08007"), new SQLException("", "57P01"),
					new SQLException("", "HY000", 1180) }) {
				assertThat(FailureClassifier.atCommit(error, product)).as(product + " " + error.getSQLState())
					.isEqualTo(CommitFailure.UNKNOWN);
			}
		}
	}

	@Test
	void takesAnErrorOutsideATransactionForAnAnswerUnlessTheLinkIsBroken() {
		assertThat(autoCommit("P0001", 0, DatabaseProduct.POSTGRESQL)).isEqualTo(CommitFailure.ROLLED_BACK);
		assertThat(autoCommit("22001", 0, DatabaseProduct.POSTGRESQL)).isEqualTo(CommitFailure.ROLLED_BACK);
		assertThat(autoCommit("57P01", 0, DatabaseProduct.POSTGRESQL)).isEqualTo(CommitFailure.UNKNOWN);
		assertThat(autoCommit("08001", 0, DatabaseProduct.POSTGRESQL)).isEqualTo(CommitFailure.UNKNOWN);
		assertThat(autoCommit("45000", 1644, DatabaseProduct.MYSQL)).isEqualTo(CommitFailure.ROLLED_BACK);
		assertThat(autoCommit("HY000", 1180, DatabaseProduct.MYSQL)).isEqualTo(CommitFailure.UNKNOWN);
		assertThat(autoCommit("08000", -1, DatabaseProduct.MYSQL)).isEqualTo(CommitFailure.UNKNOWN);
		assertThat(autoCommit("", 19, DatabaseProduct.SQLITE)).isEqualTo(CommitFailure.ROLLED_BACK);
		assertThat(autoCommit("", 10, DatabaseProduct.SQLITE)).isEqualTo(CommitFailure.UNKNOWN);
		assertThat(autoCommit("23000", 0, DatabaseProduct.OTHER)).isEqualTo(CommitFailure.ROLLED_BACK);
		assertThat(autoCommit("HY000", 7, DatabaseProduct.OTHER)).isEqualTo(CommitFailure.UNKNOWN);
	}

	private static CommitFailure autoCommit(String state, int code, DatabaseProduct product) {
		return FailureClassifier.inAutoCommit(new SQLException("", state, code), product);
	}

	private static Failure classify(Throwable error) {
		return FailureClassifier.classify(error, DatabaseProduct.POSTGRESQL);
	}

}

package dev.mainstay.failure;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.ConnectionTakenException;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.RefusedException;
import dev.mainstay.datasource.TransactionEndedException;
import dev.mainstay.datasource.UnannouncedChangeException;

/**
 * Tells what errors mean from their product, SQLState and vendor code; stateless.
 * <p>
 * Sources: PostgreSQL manual, appendix A; MariaDB and MySQL error code references; H2
 * {@code ErrorCode}; SQLite result codes. The codes were seen on PostgreSQL 15 and 18,
 * MariaDB 10.11 and 11.4, H2 2.4 and SQLite 3.53, unless a comment says otherwise.
 */
public final class FailureClassifier {

	private static final int MAX_CAUSES = 10;

	private static final ProductErrors POSTGRESQL = new PostgresErrors();

	private static final ProductErrors MYSQL = new MySqlErrors();

	private static final ProductErrors H2 = new H2Errors();

	private static final ProductErrors SQLITE = new SqliteErrors();

	private static final ProductErrors ORACLE = new OracleErrors();

	private static final ProductErrors SQL_SERVER = new SqlServerErrors();

	private static final ProductErrors STANDARD = new StandardErrors();

	private FailureClassifier() {
	}

	/**
	 * Classify what a unit of work failed of. The whole chain is searched: causes, the
	 * next exceptions of database errors, and the exception that a failed rollback of
	 * Spring has hidden; not what was suppressed. Of several database errors that decides
	 * which came first, which is the innermost cause, unless nothing is known about it
	 * but about a later one. A commit whose outcome is unknown decides over all.
	 * @param error what was thrown
	 * @param product the product that is used, or {@code null} to tell it from the
	 * driver's exceptions
	 * @return what it means; never {@code null}
	 */
	public static Failure classify(Throwable error, @Nullable DatabaseProduct product) {
		return ErrorChain.of(error).failure(product);
	}

	/**
	 * Classify a single error.
	 * @param error the error; its own SQLState and code count, not those of its causes
	 * @param product the product that raised it
	 * @return the kind; {@link FailureKind#OTHER} if nobody needs to react
	 */
	public static FailureKind kindOf(SQLException error, DatabaseProduct product) {
		FailureKind kind = errorsOf(product).kindOf(error);
		if (kind == FailureKind.OTHER) {
			kind = ofStandard(error);
		}
		if (kind == FailureKind.CONNECTION_LOST && (isPoolTimeout(error) || isCausedByConnecting(error))) {
			return FailureKind.CANNOT_CONNECT;
		}
		return kind;
	}

	/**
	 * Tell what an error says about the transaction in which it happened.
	 * @param error an error that arrived before the commit was sent
	 * @param product the product that raised it
	 * @return what is true of the transaction
	 */
	public static Rollback rollback(SQLException error, DatabaseProduct product) {
		return errorsOf(product).rollback(error, kindOf(error, product));
	}

	/**
	 * Tell whether the server has ended the transaction while the session goes on, so
	 * that a later commit on the connection would keep only what came after the error.
	 * @param error an error that arrived before the commit was sent
	 * @param product the product that raised it
	 * @return whether a commit must be refused until the connection was rolled back;
	 * never so on PostgreSQL, where the connection itself knows
	 */
	public static boolean forbidsCommit(SQLException error, DatabaseProduct product) {
		return errorsOf(product).forbidsCommit(error);
	}

	/**
	 * Tell what an error means that came instead of the success of a commit.
	 * @param error the error of the commit
	 * @param product the product that raised it
	 * @return what is certain about the transaction
	 */
	public static CommitFailure atCommit(SQLException error, DatabaseProduct product) {
		return errorsOf(product).atCommit(error);
	}

	/**
	 * Tell whether an error of a commit means for certain that it was rolled back.
	 * @param error the error of the commit
	 * @param product the product that raised it
	 * @return whether the server says that nothing of the transaction remains
	 */
	public static boolean isRolledBackAtCommit(SQLException error, DatabaseProduct product) {
		return atCommit(error, product) == CommitFailure.ROLLED_BACK;
	}

	/**
	 * Tell what an error of a statement outside of a transaction means, which is
	 * committed by itself: nothing was done if the server says why.
	 * @param error the error of the statement
	 * @param product the product that raised it
	 * @return {@link CommitFailure#ROLLED_BACK} or {@link CommitFailure#UNKNOWN}
	 */
	public static CommitFailure inAutoCommit(SQLException error, DatabaseProduct product) {
		FailureKind kind = kindOf(error, product);
		boolean open = kind.endsSession() || switch (kind) {
			// Where a statement cannot connect, a driver has lost the session that it
			// sent
			// the statement to, and did not get another one.
			case CANNOT_CONNECT, TOO_MANY_CONNECTIONS, RESOURCE_EXHAUSTED, COMMIT_OUTCOME_UNKNOWN -> true;
			case NOT_ANNOUNCED -> false;
			default -> !errorsOf(product).isAnswer(error);
		};
		return open ? CommitFailure.UNKNOWN : CommitFailure.ROLLED_BACK;
	}

	static ProductErrors errorsOf(DatabaseProduct product) {
		return switch (product) {
			case POSTGRESQL -> POSTGRESQL;
			case MYSQL -> MYSQL;
			case H2 -> H2;
			case SQLITE -> SQLITE;
			case ORACLE -> ORACLE;
			case SQL_SERVER -> SQL_SERVER;
			case OTHER -> STANDARD;
		};
	}

	// What the standard says of a state holds for every product without a rule of its
	// own.
	private static FailureKind ofStandard(SQLException error) {
		String state = ProductErrors.state(error);
		if (state.equals(TransactionEndedException.SQL_STATE)) {
			return FailureKind.TRANSACTION_TIMEOUT;
		}
		if (state.equals(ConnectionTakenException.SQL_STATE)) {
			return FailureKind.IDLE_SESSION_TIMEOUT;
		}
		if (state.equals(UnannouncedChangeException.SQL_STATE)) {
			return FailureKind.NOT_ANNOUNCED;
		}
		if (state.equals(RefusedException.OVERLOADED)) {
			return FailureKind.POOL_EXHAUSTED;
		}
		if (state.equals(RefusedException.CIRCUIT_OPEN)) {
			return FailureKind.CIRCUIT_OPEN;
		}
		if (state.startsWith("08")) {
			return (state.equals("08001") || state.equals("08004")) ? FailureKind.CANNOT_CONNECT
					: FailureKind.CONNECTION_LOST;
		}
		if (state.startsWith("23") || state.startsWith("44")) {
			return FailureKind.CONSTRAINT;
		}
		if (state.startsWith("22")) {
			return FailureKind.INVALID_DATA;
		}
		if (state.startsWith("42")) {
			return FailureKind.BAD_STATEMENT;
		}
		if (isPoolTimeout(error)) {
			return (error.getCause() != null) ? FailureKind.CANNOT_CONNECT : FailureKind.POOL_EXHAUSTED;
		}
		return (error instanceof SQLTimeoutException) ? FailureKind.STATEMENT_TIMEOUT : FailureKind.OTHER;
	}

	// HikariCP's, which has taken over SQLState and code of the last attempt to connect
	// that failed, if one did.
	static boolean isPoolTimeout(SQLException error) {
		return error instanceof SQLTransientConnectionException && error.getMessage() != null
				&& error.getMessage().contains("Connection is not available, request timed out");
	}

	private static boolean isCausedByConnecting(SQLException error) {
		Throwable cause = error.getCause();
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			if (cause instanceof ConnectException || cause instanceof UnknownHostException
					|| cause instanceof NoRouteToHostException) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}

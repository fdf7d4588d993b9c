package dev.mainstay.failure;

import java.sql.SQLException;
import java.util.Locale;

/**
 * What the errors of one database product mean. Each method judges a single error by its
 * own SQLState and vendor code; messages are read only where a product gives the same
 * code to errors of different kinds.
 */
abstract class ProductErrors {

	/**
	 * Tell the kind of an error.
	 * @param error the error
	 * @return the kind; {@link FailureKind#OTHER} if the product has no rule of its own
	 * for it
	 */
	abstract FailureKind kindOf(SQLException error);

	/**
	 * Tell what is true of the transaction.
	 * @param error an error that arrived before the commit was sent
	 * @param kind its kind
	 * @return what is true
	 */
	Rollback rollback(SQLException error, FailureKind kind) {
		if (kind.endsSession()) {
			return Rollback.DONE;
		}
		return switch (kind) {
			case CANNOT_CONNECT, TOO_MANY_CONNECTIONS, POOL_EXHAUSTED -> Rollback.NOTHING_BEGAN;
			case RESOURCE_EXHAUSTED, COMMIT_OUTCOME_UNKNOWN -> Rollback.NOT_KNOWN;
			default -> Rollback.NEEDED;
		};
	}

	/**
	 * Tell whether the server has ended the transaction but not the session.
	 * @param error an error that arrived before the commit was sent
	 * @return whether later statements run in another transaction
	 */
	boolean forbidsCommit(SQLException error) {
		return false;
	}

	/**
	 * Tell what an error of a commit means.
	 * @param error the error that came instead of success
	 * @return what it means; only what is certain
	 */
	CommitFailure atCommit(SQLException error) {
		return CommitFailure.UNKNOWN;
	}

	/**
	 * Tell whether an error is an answer: the database, or its driver before anything was
	 * sent, says what is wrong with a statement.
	 * @param error the error
	 * @return whether the statement has done nothing for certain, if the connection lives
	 */
	boolean isAnswer(SQLException error) {
		return error.getErrorCode() != 0 || !state(error).isEmpty();
	}

	static String state(SQLException error) {
		return (error.getSQLState() != null) ? error.getSQLState() : "";
	}

	static boolean messageHas(SQLException error, String text) {
		return error.getMessage() != null && error.getMessage().toLowerCase(Locale.ROOT).contains(text);
	}

}

package dev.mainstay.failure;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * What a unit of work failed of, as the whole chain of its exceptions tells.
 *
 * @param kind the kind of the error that came first
 * @param error that error, or {@code null} if no database error is in the chain
 * @param rollback what is true of the transaction, if the commit was not sent yet
 * @param forbidsCommit whether the server has ended the transaction while the session
 * goes on, so that what follows on the connection runs in a new transaction and a later
 * commit would keep half of the work. On PostgreSQL this is never so: there the
 * connection itself knows that its transaction has failed
 */
public record Failure(FailureKind kind, @Nullable SQLException error, Rollback rollback, boolean forbidsCommit) {

	/**
	 * Return whether a database, or the way to it, is to blame.
	 * @return whether the failure is one of the database or of a version that changed
	 */
	public boolean isOfDatabase() {
		return this.error != null || this.kind != FailureKind.OTHER;
	}

}

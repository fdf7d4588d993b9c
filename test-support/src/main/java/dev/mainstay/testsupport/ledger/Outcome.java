package dev.mainstay.testsupport.ledger;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * What the caller of a transfer was told.
 *
 * @param kind in one word
 * @param receipt the result, if there is one
 * @param error the error, if there is one
 */
record Outcome(Kind kind, @Nullable String receipt, @Nullable Throwable error) {

	static Outcome succeeded(String receipt) {
		return new Outcome(Kind.SUCCEEDED, receipt, null);
	}

	static Outcome failed(Throwable error) {
		return new Outcome(Kind.FAILED, null, error);
	}

	static Outcome unknown(Throwable error) {
		return new Outcome(Kind.UNKNOWN, null, error);
	}

	static Outcome unfinished() {
		return new Outcome(Kind.UNFINISHED, null, null);
	}

	/**
	 * Return which error it was, without what differs from one transfer to the next.
	 * @return the name of the error and of its root, with the SQLState or the place
	 */
	String cause() {
		if (this.error == null) {
			return "";
		}
		Throwable root = Witness.rootOf(this.error);
		return this.error.getClass().getSimpleName() + " < " + root.getClass().getSimpleName() + " " + detail(root);
	}

	private static String detail(Throwable root) {
		if (root instanceof SQLException error) {
			return error.getSQLState() + "/" + error.getErrorCode();
		}
		return (root.getStackTrace().length > 0) ? "at " + root.getStackTrace()[0] : "";
	}

	/**
	 * The kinds of outcome.
	 */
	enum Kind {

		/**
		 * It was done.
		 */
		SUCCEEDED,

		/**
		 * It was not done.
		 */
		FAILED,

		/**
		 * Either.
		 */
		UNKNOWN,

		/**
		 * Nothing: the caller still waited when the run was broken off.
		 */
		UNFINISHED

	}

}

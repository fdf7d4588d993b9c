package dev.mainstay.failure;

import java.sql.Connection;

import org.jspecify.annotations.Nullable;

/**
 * A way to make a real database raise an error.
 *
 * @param name the name under which the error is recorded
 * @param kind what the error has to be taken for
 * @param rollback what has to be true of the transaction, or {@code null} if the error is
 * one of the commit
 * @param commit what an error of the commit has to mean, or {@code null} if it came
 * before
 * @param isolation the isolation of the transaction, or 0 for that of the database
 * @param deed what leads to the error
 */
record Provocation(String name, FailureKind kind, @Nullable Rollback rollback, @Nullable CommitFailure commit,
		int isolation, Deed deed) {

	/**
	 * Describe an error in an open transaction that has written before.
	 */
	static Provocation of(String name, FailureKind kind, Rollback rollback, Deed deed) {
		return new Provocation(name, kind, rollback, null, 0, deed);
	}

	/**
	 * Describe an error of a single statement in an open transaction.
	 */
	static Provocation of(String name, FailureKind kind, Rollback rollback, String sql) {
		return of(name, kind, rollback, (connection) -> Sql.run(connection, sql));
	}

	/**
	 * Describe an error of the commit.
	 */
	static Provocation atCommit(String name, FailureKind kind, CommitFailure commit, Deed deed) {
		return new Provocation(name, kind, null, commit, 0, (connection) -> {
			deed.on(connection);
			connection.commit();
		});
	}

	Provocation at(int level) {
		return new Provocation(this.name, this.kind, this.rollback, this.commit, level, this.deed);
	}

	/**
	 * What leads to an error.
	 */
	@FunctionalInterface
	interface Deed {

		/**
		 * Do it.
		 * @param connection a connection in a transaction that has written one row
		 * @throws Exception the error
		 */
		void on(Connection connection) throws Exception;

	}

}

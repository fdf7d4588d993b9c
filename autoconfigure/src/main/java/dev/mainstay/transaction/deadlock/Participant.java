package dev.mainstay.transaction.deadlock;

import org.jspecify.annotations.Nullable;

/**
 * One of the transactions that waited for each other. Holds no SQL and no values of rows.
 *
 * @param session what the database calls the session: the process id of PostgreSQL, the
 * thread id of MariaDB and MySQL
 * @param operation the unit of work, if the session was one of this application's and
 * still in that transaction
 * @param lock the lock it waited for, in the database's words
 * @param table the table that the lock is about, or {@code null} if it was not told
 * @param index the index whose entries were locked, or {@code null} if it was not told
 * @param gap whether it was the lock of a gap between rows, as scans take them
 * @param victim whether this transaction was rolled back
 */
public record Participant(long session, @Nullable String operation, String lock, @Nullable String table,
		@Nullable String index, boolean gap, boolean victim) {

	Participant by(@Nullable String name, boolean rolledBack) {
		return new Participant(this.session, name, this.lock, this.table, this.index, this.gap, rolledBack);
	}

	Participant withTable(@Nullable String name) {
		return new Participant(this.session, this.operation, this.lock, name, this.index, this.gap, this.victim);
	}

}

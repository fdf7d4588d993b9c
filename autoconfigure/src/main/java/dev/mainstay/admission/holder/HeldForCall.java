package dev.mainstay.admission.holder;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.TransactionState;

/**
 * A connection as it was when its thread began an HTTP call.
 *
 * @param connection the connection
 * @param operation what the work is called, or {@code null} if nothing is known
 * @param inTransaction whether a transaction was open
 * @param began when the call began
 * @param idleSince since when nothing was asked of the database
 */
record HeldForCall(AdvisedConnection connection, @Nullable String operation, boolean inTransaction, long began,
		long idleSince) {

	static HeldForCall of(AdvisedConnection connection, Supplier<@Nullable String> workName) {
		String known = connection.workName();
		return new HeldForCall(connection, (known != null) ? known : workName.get(), connection.isInTransaction(),
				connection.advice().nanoTime(), connection.idleSince());
	}

	boolean isStillLent() {
		return this.connection.isLent();
	}

	/**
	 * Return whether its thread has done nothing else with it meanwhile. Any thread may
	 * ask.
	 * @return whether nothing was asked of the database since the call began
	 */
	boolean isUnused() {
		return this.connection.running() == null && this.connection.transaction() != TransactionState.COMMIT_SENT
				&& this.connection.idleSince() == this.idleSince;
	}

}

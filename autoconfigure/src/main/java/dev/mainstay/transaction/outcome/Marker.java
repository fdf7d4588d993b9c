package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.SQLException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.TransactionState;

/*
 * How a marker tells what became of its transaction.
 *
 * The transaction inserts a row with a fresh id as the last thing before its commit, so
 * the row is there if and only if the transaction was committed. If it is there, that is
 * the answer. If it is not, the transaction may still be alive: its session waits for a
 * standby or a slow disk, or the request to commit is still on its way. So the absence of
 * the row alone says nothing.
 *
 * Therefore a row with the same id is inserted, which says 'rolled back'. As long as the
 * transaction is alive, the unique index makes this insert wait for it. Once it has
 * committed, the insert fails, and reading the row gives the answer. Once it is rolled
 * back, the insert succeeds and is committed in its turn: from then on the transaction
 * cannot be committed, not even where the insert does not wait, as between the nodes of a
 * cluster that lets the first to commit win. If this second commit loses its answer too,
 * the next attempt reads the row that says 'rolled back', or finds none and inserts it
 * again.
 *
 * No error needs to be understood for this: any failure leads to another attempt. After a
 * failover that lost the transaction the row is missing, which is right, as the work is
 * lost; a standby that does not have it yet refuses the insert, which is no answer.
 *
 * A session that holds the transaction open although nobody listens to it any more would
 * keep its locks for long. When it is overdue it is ended.
 */

/**
 * The evidence that is a row in a table.
 *
 * @param table the table
 * @param id the id of the row
 * @param holder ends the session that holds the transaction open
 */
record Marker(MarkerTable table, MarkerId id, Holder holder) implements Evidence {

	private static final Logger logger = LoggerFactory.getLogger(Marker.class);

	@Override
	public TransactionState ask(Connection beside, boolean overdue) throws SQLException {
		this.table.prepare(beside);
		TransactionState state = this.table.read(beside, this.id.value());
		if (state.isOver()) {
			return state;
		}
		if (overdue) {
			beside.rollback();
			end(beside);
			beside.rollback();
			this.table.prepare(beside);
		}
		if (this.id.isTrusted() && this.table.fence(beside, this.id.value()) == 1) {
			beside.commit();
			return TransactionState.ROLLED_BACK;
		}
		return TransactionState.COMMIT_SENT;
	}

	private void end(Connection beside) {
		try {
			this.holder.end(beside);
		}
		catch (SQLException ex) {
			logger.debug("The session that holds {} could not be ended", this, ex);
		}
	}

	@Override
	public String toString() {
		return "id '%s' in table %s".formatted(this.id.value(), this.table.name());
	}

	/**
	 * Whoever holds a transaction open.
	 */
	@FunctionalInterface
	interface Holder {

		/**
		 * End it, if that is possible and it still holds the transaction.
		 * @param beside a connection of the same user
		 * @throws SQLException if that fails
		 */
		void end(Connection beside) throws SQLException;

	}

}

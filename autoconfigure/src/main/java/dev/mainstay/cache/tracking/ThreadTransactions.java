package dev.mainstay.cache.tracking;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.version.AnnouncedChange;
import dev.mainstay.datasource.AdvisedConnection;

/**
 * The transactions that are open on the connections of one thread, a suspended one and
 * the one inside it included.
 */
final class ThreadTransactions {

	private static final ThreadLocal<ThreadTransactions> current = ThreadLocal.withInitial(ThreadTransactions::new);

	private final List<TransactionTrace> traces = new ArrayList<>(2);

	private final List<AdvisedConnection> lent = new ArrayList<>(0);

	private final List<AdvisedConnection> isolated = new ArrayList<>(0);

	private @Nullable Hold statement;

	// Of the statement that is about to be sent.
	private AnnouncedChange announced = AnnouncedChange.NONE;

	static ThreadTransactions current() {
		return current.get();
	}

	void add(TransactionTrace trace) {
		open().add(trace);
	}

	void remove(TransactionTrace trace) {
		this.traces.remove(trace);
	}

	void addIsolated(AdvisedConnection connection) {
		this.isolated.removeIf((one) -> one == connection || !one.isLent());
		this.isolated.add(connection);
	}

	/**
	 * Return whether a transaction that is open, or about to begin, reads a snapshot
	 * because somebody has chosen so.
	 * @return whether it does
	 */
	boolean hasIsolated() {
		if (this.isolated.isEmpty()) {
			return false;
		}
		this.isolated.removeIf((one) -> !one.isLent());
		for (AdvisedConnection connection : this.isolated) {
			if (connection.chosenIsolation() > Connection.TRANSACTION_READ_COMMITTED) {
				return true;
			}
		}
		return false;
	}

	void addLent(AdvisedConnection connection) {
		this.lent.removeIf((one) -> one == connection || !one.isLentOut());
		this.lent.add(connection);
	}

	/**
	 * Return whether the driver's own connection is in the hands of this thread.
	 * @return whether it may do what is not seen
	 */
	boolean hasLent() {
		if (!this.lent.isEmpty()) {
			this.lent.removeIf((connection) -> !connection.isLentOut());
		}
		return !this.lent.isEmpty();
	}

	void announced(AnnouncedChange change) {
		takeAnnounced().done();
		this.announced = change;
	}

	AnnouncedChange takeAnnounced() {
		AnnouncedChange taken = this.announced;
		this.announced = AnnouncedChange.NONE;
		return taken;
	}

	void hold(Hold begun) {
		endHold(true);
		this.statement = begun;
	}

	void endHold(boolean known) {
		Hold held = this.statement;
		if (held != null) {
			this.statement = null;
			held.end(known);
		}
		// If the statement was found to change nothing after all.
		AnnouncedChange left = takeAnnounced();
		if (known) {
			left.done();
		}
		else {
			left.unknown();
		}
	}

	List<TransactionTrace> open() {
		// One that was ended by another thread.
		if (!this.traces.isEmpty()) {
			this.traces.removeIf(TransactionTrace::isOver);
		}
		return this.traces;
	}

}

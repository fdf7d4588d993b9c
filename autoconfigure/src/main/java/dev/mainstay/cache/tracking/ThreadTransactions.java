package dev.mainstay.cache.tracking;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;

/**
 * The transactions that are open on the connections of one thread, a suspended one and
 * the one inside it included.
 */
final class ThreadTransactions {

	private static final ThreadLocal<ThreadTransactions> current = ThreadLocal.withInitial(ThreadTransactions::new);

	private final List<TransactionTrace> traces = new ArrayList<>(2);

	private final List<AdvisedConnection> lent = new ArrayList<>(0);

	private @Nullable Hold statement;

	static ThreadTransactions current() {
		return current.get();
	}

	void add(TransactionTrace trace) {
		this.traces.add(trace);
	}

	void remove(TransactionTrace trace) {
		this.traces.remove(trace);
	}

	void addLent(AdvisedConnection connection) {
		if (!this.lent.contains(connection)) {
			this.lent.add(connection);
		}
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

	void hold(Hold begun) {
		endHold();
		this.statement = begun;
	}

	void endHold() {
		Hold held = this.statement;
		if (held != null) {
			this.statement = null;
			held.end();
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

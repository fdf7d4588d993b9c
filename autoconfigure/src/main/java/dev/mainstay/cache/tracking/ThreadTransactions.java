package dev.mainstay.cache.tracking;

import java.util.ArrayList;
import java.util.List;

/**
 * The transactions that are open on the connections of one thread, a suspended one and
 * the one inside it included.
 */
final class ThreadTransactions {

	private static final ThreadLocal<ThreadTransactions> current = ThreadLocal.withInitial(ThreadTransactions::new);

	private final List<TransactionTrace> traces = new ArrayList<>(2);

	static ThreadTransactions current() {
		return current.get();
	}

	void add(TransactionTrace trace) {
		this.traces.add(trace);
	}

	void remove(TransactionTrace trace) {
		this.traces.remove(trace);
	}

	List<TransactionTrace> open() {
		// One that was ended by another thread.
		if (!this.traces.isEmpty()) {
			this.traces.removeIf(TransactionTrace::isOver);
		}
		return this.traces;
	}

}

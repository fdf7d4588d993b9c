package dev.mainstay.observe;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mainstay.datasource.StatementExecution;

/**
 * The budgets that are open in this process, whatever application they are for: a test
 * does not know who listens to the statements of the application that it tests.
 */
final class OpenBudgets {

	private static final List<QueryBudget> open = new CopyOnWriteArrayList<>();

	private static final AtomicInteger listeners = new AtomicInteger();

	private static volatile boolean any;

	private OpenBudgets() {
	}

	static void listening(boolean begins) {
		listeners.addAndGet(begins ? 1 : -1);
	}

	static boolean areThere() {
		return any;
	}

	static void add(QueryBudget budget) {
		if (listeners.get() <= 0) {
			throw new IllegalStateException("Statements cannot be counted, because there is no application whose data "
					+ "source is observed: start it first, and leave db.enabled and db.observe.enabled as they are");
		}
		open.add(budget);
		any = true;
	}

	static void remove(QueryBudget budget) {
		open.remove(budget);
		any = !open.isEmpty();
		// Another one may have been added meanwhile.
		if (!open.isEmpty()) {
			any = true;
		}
	}

	static void count(StatementExecution execution) {
		for (QueryBudget budget : open) {
			budget.count(execution);
		}
	}

}

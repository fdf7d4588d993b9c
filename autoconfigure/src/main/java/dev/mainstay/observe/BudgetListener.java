package dev.mainstay.observe;

import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.datasource.StatementListener;

/**
 * Counts the statements of one application for the {@link QueryBudget budgets} that are
 * open. As long as there are none, it only looks whether there are.
 */
public final class BudgetListener implements StatementListener, AutoCloseable {

	/**
	 * Create a listener, which makes budgets possible until it is closed.
	 */
	public BudgetListener() {
		OpenBudgets.listening(true);
	}

	@Override
	public void started(StatementExecution execution) {
		if (OpenBudgets.areThere()) {
			OpenBudgets.count(execution);
		}
	}

	@Override
	public void close() {
		OpenBudgets.listening(false);
	}

}

package dev.mainstay.transaction.statistics;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.operation.Operation;

/**
 * What the unit of work that a thread is in is called.
 */
public final class OperationName {

	/**
	 * The name of a transaction that nobody gave one.
	 */
	public static final String UNNAMED = "unnamed";

	private OperationName() {
	}

	/**
	 * Return the name of the unit of work that the calling thread is in: of the
	 * operation, else of the transaction.
	 * @return class and method without the package, or the name that somebody gave it;
	 * {@code null} outside of any
	 */
	public static @Nullable String current() {
		Operation operation = Operation.current();
		if (operation != null) {
			return operation.name();
		}
		String transaction = TransactionSynchronizationManager.getCurrentTransactionName();
		return (transaction != null) ? shorten(transaction) : null;
	}

	/**
	 * Shorten what Spring calls a transaction, the full name of the class and the method.
	 * @param transaction the name of a transaction
	 * @return class and method without the package, or the name that somebody gave it
	 */
	public static String shorten(String transaction) {
		String name = withoutStrategy(transaction);
		int method = name.lastIndexOf('.');
		int type = name.lastIndexOf('.', method - 1);
		boolean qualified = type > 0 && Character.isUpperCase(name.charAt(type + 1)) && name.indexOf(' ') < 0;
		return qualified ? name.substring(type + 1) : name;
	}

	/**
	 * Remove what the name of a transaction that follows a strategy says at its end.
	 * @param transaction the name of a transaction
	 * @return the name without the strategy
	 */
	public static String withoutStrategy(String transaction) {
		int strategy = transaction.endsWith("]") ? transaction.lastIndexOf(" [") : -1;
		return (strategy > 0) ? transaction.substring(0, strategy) : transaction;
	}

}

package dev.mainstay.transaction.strategy;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Knows which strategy the transactions of the calling thread were begun with: not that
 * of a method that joined one, and not that of one that is suspended. Hears of them from
 * each transaction manager.
 */
public final class CurrentStrategy implements TransactionExecutionListener {

	private static final ThreadLocal<@Nullable Begun> innermost = new ThreadLocal<>();

	private final Supplier<TransactionStrategies> strategies;

	/**
	 * Create the listener.
	 * @param strategies the strategies, asked for when the first transaction begins
	 */
	public CurrentStrategy(Supplier<TransactionStrategies> strategies) {
		this.strategies = strategies;
	}

	@Override
	public void beforeBegin(TransactionExecution transaction) {
		if (!transaction.isNewTransaction()) {
			return;
		}
		TransactionStrategy strategy = this.strategies.get().ofTransaction(transaction.getTransactionName());
		Begun outer = current();
		if (strategy != null || outer != null) {
			innermost.set(new Begun(transaction, strategy, outer));
		}
	}

	@Override
	public void afterBegin(TransactionExecution transaction, @Nullable Throwable beginFailure) {
		if (beginFailure != null) {
			over(transaction);
		}
	}

	@Override
	public void afterCommit(TransactionExecution transaction, @Nullable Throwable commitFailure) {
		over(transaction);
	}

	@Override
	public void afterRollback(TransactionExecution transaction, @Nullable Throwable rollbackFailure) {
		over(transaction);
	}

	private static void over(TransactionExecution transaction) {
		for (Begun begun = innermost.get(); begun != null; begun = begun.outer()) {
			if (begun.transaction() == transaction) {
				restore(begun.outer());
				return;
			}
		}
	}

	private static void restore(@Nullable Begun begun) {
		if (begun != null) {
			innermost.set(begun);
		}
		else {
			innermost.remove();
		}
	}

	// A manager does not tell of every transaction that fails before it is committed.
	private static @Nullable Begun current() {
		Begun begun = innermost.get();
		if (begun == null || !begun.transaction().isCompleted()) {
			return begun;
		}
		while (begun != null && begun.transaction().isCompleted()) {
			begun = begun.outer();
		}
		restore(begun);
		return begun;
	}

	/**
	 * Return the strategy of the transaction that the calling thread has begun last.
	 * @return the strategy, or {@code null} if there is no such transaction or it follows
	 * none
	 */
	@Nullable TransactionStrategy get() {
		Begun begun = current();
		return (begun != null) ? begun.strategy() : null;
	}

	/**
	 * A transaction that was begun inside of others.
	 */
	private record Begun(TransactionExecution transaction, @Nullable TransactionStrategy strategy,
			@Nullable Begun outer) {

	}

}

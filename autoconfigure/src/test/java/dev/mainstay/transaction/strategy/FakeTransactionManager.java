package dev.mainstay.transaction.strategy;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * A transaction manager without a database.
 */
final class FakeTransactionManager extends AbstractPlatformTransactionManager {

	private final transient Deque<Object> open = new ArrayDeque<>();

	private boolean broken;

	FakeTransactionManager(CurrentStrategy listener) {
		addListener(listener);
	}

	void breakDown() {
		this.broken = true;
	}

	@Override
	protected Object doGetTransaction() {
		return (this.open.peek() != null) ? this.open.peek() : new Object();
	}

	@Override
	protected boolean isExistingTransaction(Object transaction) {
		return this.open.contains(transaction);
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
		if (this.broken) {
			throw new CannotCreateTransactionException("The database is away");
		}
		this.open.push(transaction);
	}

	@Override
	protected Object doSuspend(Object transaction) {
		return this.open.pop();
	}

	@Override
	protected void doResume(@Nullable Object transaction, Object suspended) {
		this.open.push(suspended);
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
		// Nothing to do.
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
		// Nothing to do.
	}

	@Override
	protected void doSetRollbackOnly(DefaultTransactionStatus status) {
		// Nothing to do.
	}

	@Override
	protected void doCleanupAfterCompletion(Object transaction) {
		this.open.remove(transaction);
	}

}

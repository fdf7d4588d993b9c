package dev.mainstay.autoconfigure.operation;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.operation.Operation;
import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;
import dev.mainstay.transaction.statistics.OperationName;

/**
 * Makes a transaction a scope where its thread is not at any work that is known.
 */
// The last hook, so that the scope is closed when the others have done their part.
@Order(Ordered.LOWEST_PRECEDENCE)
final class TransactionScopes implements TransactionHook {

	@Override
	public void beginning(AdvisedConnection connection) {
		if (WorkScope.current() == null) {
			connection.attach(this, WorkScope.open(WorkKind.TRANSACTION,
					new Name(Operation.current(), TransactionSynchronizationManager.getCurrentTransactionName())));
		}
	}

	@Override
	public void ended(AdvisedConnection connection, TransactionState outcome) {
		if (connection.attachment(this) instanceof WorkScope scope) {
			scope.close();
		}
	}

	// Or what its thread does next would be a part of it.
	@Override
	public void taken(AdvisedConnection connection) {
		ended(connection, TransactionState.ROLLED_BACK);
	}

	/**
	 * What a transaction is called, put together if somebody asks.
	 *
	 * @param operation the operation that opened it, if any
	 * @param transaction what Spring calls it, if it was opened by Spring
	 */
	private record Name(@Nullable Operation operation,
			@Nullable String transaction) implements Supplier<@Nullable Operation> {

		@Override
		public @Nullable Operation get() {
			if (this.operation != null || this.transaction == null) {
				return this.operation;
			}
			return new Operation(OperationName.shorten(this.transaction),
					OperationName.withoutStrategy(this.transaction));
		}

	}

}

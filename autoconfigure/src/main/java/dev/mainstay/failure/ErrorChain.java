package dev.mainstay.failure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

import dev.mainstay.datasource.ConnectionTakenException;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.RefusedException;
import dev.mainstay.datasource.TransactionEndedException;
import dev.mainstay.datasource.UnannouncedChangeException;
import dev.mainstay.datasource.UnknownOutcomeException;

/**
 * The database errors in a chain of exceptions, in the order in which they happened: a
 * cause comes before what it has caused, and that before the next exception. What follows
 * beyond {@value #MAX_DEPTH} levels is left out.
 */
final class ErrorChain {

	private static final int MAX_DEPTH = 60;

	private static final Set<String> OPTIMISTIC_LOCK_TYPES = Set.of("org.hibernate.StaleStateException",
			"org.hibernate.dialect.lock.OptimisticEntityLockException", "jakarta.persistence.OptimisticLockException",
			OptimisticLockingFailureException.class.getName());

	private static final ClassValue<Boolean> OPTIMISTIC_LOCK = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			for (Class<?> ancestor = type; ancestor != null; ancestor = ancestor.getSuperclass()) {
				if (OPTIMISTIC_LOCK_TYPES.contains(ancestor.getName())) {
					return true;
				}
			}
			return false;
		}

	};

	private final Set<Throwable> visited = Collections.newSetFromMap(new IdentityHashMap<>());

	private final List<SQLException> errors = new ArrayList<>(4);

	private @Nullable UnknownOutcomeException unknownOutcome;

	private boolean optimisticLock;

	private boolean beforeBegin;

	private ErrorChain() {
	}

	static ErrorChain of(Throwable error) {
		ErrorChain chain = new ErrorChain();
		chain.visit(error, 0);
		return chain;
	}

	private void visit(@Nullable Throwable error, int depth) {
		if (error == null || depth == MAX_DEPTH || !this.visited.add(error)) {
			return;
		}
		if (error instanceof UnknownOutcomeException unknown) {
			this.unknownOutcome = unknown;
		}
		if (error instanceof CannotCreateTransactionException || error instanceof CannotGetJdbcConnectionException) {
			this.beforeBegin = true;
		}
		this.optimisticLock |= OPTIMISTIC_LOCK.get(error.getClass());
		if (error instanceof SQLException database) {
			visitDatabaseError(database, depth);
		}
		else if (error instanceof TransactionSystemException failed && failed.getApplicationException() != null) {
			// The error that led to a rollback that failed as well.
			visit(failed.getApplicationException(), depth + 1);
			findUnknownOutcome(failed.getCause());
		}
		else {
			visit(error.getCause(), depth + 1);
		}
	}

	private void visitDatabaseError(SQLException error, int depth) {
		// The pool's own error says all, and its cause may be long past. So does the one
		// about a transaction that was ended, or a connection that was taken; its cause
		// is
		// only how the thread noticed.
		// What was not announced, or refused, failed of something that is not the
		// database.
		if (FailureClassifier.isPoolTimeout(error) || error instanceof TransactionEndedException
				|| error instanceof ConnectionTakenException || error instanceof UnannouncedChangeException
				|| error instanceof RefusedException) {
			this.errors.add(error);
			return;
		}
		visit(error.getCause(), depth + 1);
		this.errors.add(error);
		visit(error.getNextException(), depth + 1);
	}

	private void findUnknownOutcome(@Nullable Throwable error) {
		Throwable cause = error;
		for (int i = 0; cause != null && i < MAX_DEPTH; i++) {
			if (cause instanceof UnknownOutcomeException unknown) {
				this.unknownOutcome = unknown;
			}
			cause = cause.getCause();
		}
	}

	Failure failure(@Nullable DatabaseProduct known) {
		if (this.unknownOutcome != null) {
			return new Failure(FailureKind.COMMIT_OUTCOME_UNKNOWN, this.unknownOutcome, Rollback.NOT_KNOWN, false);
		}
		DatabaseProduct product = (known != null) ? known : DriverTrace.productOf(this.errors);
		for (SQLException error : this.errors) {
			FailureKind kind = FailureClassifier.kindOf(error, product);
			if (kind != FailureKind.OTHER && kind != FailureKind.TRANSACTION_ABORTED) {
				return failure(error, kind, product);
			}
		}
		if (this.optimisticLock) {
			return new Failure(FailureKind.OPTIMISTIC_LOCK, first(), Rollback.NEEDED, false);
		}
		SQLException first = first();
		return (first != null) ? failure(first, FailureClassifier.kindOf(first, product), product) : new Failure(
				FailureKind.OTHER, null, this.beforeBegin ? Rollback.NOTHING_BEGAN : Rollback.NOT_KNOWN, false);
	}

	private @Nullable SQLException first() {
		return this.errors.isEmpty() ? null : this.errors.get(0);
	}

	private Failure failure(SQLException error, FailureKind kind, DatabaseProduct product) {
		if (this.beforeBegin) {
			boolean lost = kind == FailureKind.CONNECTION_LOST;
			return new Failure(lost ? FailureKind.CANNOT_CONNECT : kind, error, Rollback.NOTHING_BEGAN, false);
		}
		ProductErrors rules = FailureClassifier.errorsOf(product);
		return new Failure(kind, error, rules.rollback(error, kind), rules.forbidsCommit(error));
	}

}

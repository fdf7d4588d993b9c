package dev.mainstay.datasource;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * What the database does for one {@link AdvisedConnection}, and what it has done since
 * that was lent. Made with the first statement. Written by the thread that uses the
 * connection; any thread may read.
 */
final class ConnectionWork {

	private static final VarHandle RUNNING = SharedField.of(MethodHandles.lookup(), "running", ObservedExecution.class);

	// Read by those that look at long statements and end transactions.
	private @Nullable ObservedExecution running;

	// Executions whose rows are still being read, the youngest first.
	private @Nullable ObservedExecution pending;

	// For those who ask who has the connections. Written plainly, and visible to others
	// by the release of what is running.
	private @Nullable String lastStatement;

	private long idleSince;

	private long nanos;

	ConnectionWork(long idleSince) {
		this.idleSince = idleSince;
	}

	@Nullable ObservedExecution running() {
		return (ObservedExecution) RUNNING.getAcquire(this);
	}

	@Nullable String lastStatement() {
		return this.lastStatement;
	}

	long idleSince() {
		return this.idleSince;
	}

	long nanos() {
		return this.nanos;
	}

	void sent(ObservedExecution execution) {
		RUNNING.setRelease(this, execution);
	}

	/**
	 * The database has answered.
	 * @param sql the statement, or {@code null} for a batch of different ones
	 */
	void answered(@Nullable String sql) {
		this.lastStatement = sql;
		RUNNING.setRelease(this, null);
	}

	/**
	 * The database has worked.
	 * @param from when it began
	 * @param until when it was done
	 */
	void lasted(long from, long until) {
		this.idleSince = until;
		this.nanos += until - from;
	}

	/**
	 * The rows of an execution are yet to be read.
	 * @param execution the execution
	 * @return the one before it whose rows are, too
	 */
	@Nullable ObservedExecution pending(ObservedExecution execution) {
		ObservedExecution older = this.pending;
		this.pending = execution;
		return older;
	}

	/**
	 * The rows of an execution were read.
	 * @param execution the execution, not pending any more
	 */
	void completed(ObservedExecution execution) {
		ObservedExecution older = execution.olderPending();
		execution.olderPending(null);
		if (this.pending == execution) {
			this.pending = older;
			return;
		}
		ObservedExecution younger = this.pending;
		while (younger != null && younger.olderPending() != execution) {
			younger = younger.olderPending();
		}
		if (younger != null) {
			younger.olderPending(older);
		}
	}

	/**
	 * The pool closes what the application left open.
	 */
	void completePending() {
		for (ObservedExecution one = this.pending; one != null; one = this.pending) {
			one.complete();
		}
	}

}

package dev.mainstay.transaction.statistics;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;

/**
 * A transaction that has begun. It belongs to the thread that uses its connection; others
 * may read it, and one of them may {@link #claim() claim} it. When it is over, it lets go
 * of its connection and its thread.
 */
public final class OpenTransaction {

	private static final int OPEN = 0;

	private static final int COMMITTING = 1;

	private static final int CLAIMED = 2;

	private static final int OVER = 3;

	private static final AtomicIntegerFieldUpdater<OpenTransaction> PHASE = AtomicIntegerFieldUpdater
		.newUpdater(OpenTransaction.class, "phase");

	private @Nullable AdvisedConnection connection;

	private @Nullable Thread thread;

	private final String dataSource;

	private final boolean unlimited;

	private final OperationFigures figures;

	private final @Nullable String place;

	private final long session;

	private final long beganNanos;

	private long endedNanos;

	private boolean resolving;

	private volatile int phase;

	OpenTransaction(AdvisedConnection connection, OperationFigures figures, @Nullable String place, long session,
			long beganNanos) {
		this.connection = connection;
		this.thread = Thread.currentThread();
		this.dataSource = connection.dataSource();
		this.unlimited = connection.isMigrating();
		this.figures = figures;
		this.place = place;
		this.session = session;
		this.beganNanos = beganNanos;
	}

	/**
	 * Return the connection that the transaction is on.
	 * @return the connection, of use to its own thread only unless the transaction was
	 * claimed; {@code null} if it is over
	 */
	public @Nullable AdvisedConnection connection() {
		return this.connection;
	}

	/**
	 * Return the thread that began the transaction.
	 * @return the thread, which may have ended since; {@code null} if the transaction is
	 * over
	 */
	public @Nullable Thread thread() {
		return this.thread;
	}

	/**
	 * Return the data source that lent the connection.
	 * @return its bean name
	 */
	public String dataSource() {
		return this.dataSource;
	}

	/**
	 * Return whether the transaction may take as long as it needs.
	 * @return whether it belongs to a migration or the like
	 */
	public boolean isUnlimited() {
		return this.unlimited;
	}

	/**
	 * Return the unit of work that began the transaction.
	 * @return its name, or {@link OperationName#UNNAMED}
	 */
	public String operation() {
		return this.figures.name();
	}

	/**
	 * Return where that unit of work is in the code.
	 * @return class and method, or {@code null} if nobody said so
	 */
	public @Nullable String place() {
		return (this.place != null) ? OperationName.withoutStrategy(this.place) : null;
	}

	/**
	 * Return when the transaction began.
	 * @return a value of the source of elapsed time
	 */
	public long beganNanos() {
		return this.beganNanos;
	}

	/**
	 * Make sure that this transaction will not be committed, so that its connection can
	 * be ended: whoever has claimed it may do so even if it is rolled back meanwhile,
	 * because the connection is never lent again.
	 * @return whether it was claimed by this call; {@code false} if it is being
	 * committed, is over or was claimed before
	 */
	public boolean claim() {
		return PHASE.compareAndSet(this, OPEN, CLAIMED);
	}

	/**
	 * Return whether the request to commit may be under way.
	 * @return whether it is too late to end the transaction without leaving open what
	 * became of it
	 */
	public boolean isCommitting() {
		return this.phase == COMMITTING;
	}

	// Nobody ever ends one whose connection was taken from a thread that has forgotten
	// it.
	boolean isOver() {
		AdvisedConnection known = this.connection;
		return this.phase == OVER || (known != null && known.isTaken());
	}

	boolean tryCommitting() {
		return PHASE.compareAndSet(this, OPEN, COMMITTING);
	}

	/**
	 * Say that the transaction is over.
	 * @param now the time
	 * @return whether it was claimed before
	 */
	boolean over(long now) {
		this.connection = null;
		this.thread = null;
		this.endedNanos = now;
		return PHASE.getAndSet(this, OVER) == CLAIMED;
	}

	OperationFigures figures() {
		return this.figures;
	}

	long session() {
		return this.session;
	}

	// Of use only when it is over.
	long endedNanos() {
		return this.endedNanos;
	}

	void resolving() {
		this.resolving = true;
	}

	boolean isResolving() {
		return this.resolving;
	}

}

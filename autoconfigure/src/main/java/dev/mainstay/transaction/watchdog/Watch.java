package dev.mainstay.transaction.watchdog;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.transaction.statistics.OpenTransaction;

/**
 * What was done so far about one transaction that takes long. Belongs to the thread of
 * the watchdog.
 */
final class Watch {

	private static final Logger logger = LoggerFactory.getLogger(Watch.class);

	private final OpenTransaction transaction;

	private final AdvisedConnection connection;

	private final Thread thread;

	private boolean warned;

	private boolean spared;

	private boolean claimed;

	private boolean severed;

	private long claimedNanos;

	private @Nullable Statement cancelled;

	Watch(OpenTransaction transaction, AdvisedConnection connection, Thread thread) {
		this.transaction = transaction;
		this.connection = connection;
		this.thread = thread;
	}

	OpenTransaction transaction() {
		return this.transaction;
	}

	AdvisedConnection connection() {
		return this.connection;
	}

	Thread thread() {
		return this.thread;
	}

	/**
	 * Return what goes on in the transaction.
	 * @return {@code commit}, {@code statement} or {@code idle}
	 */
	String activity() {
		return activity(this.transaction, this.connection);
	}

	static String activity(OpenTransaction transaction, AdvisedConnection connection) {
		if (transaction.isCommitting()) {
			return "commit";
		}
		return (connection.running() != null) ? "statement" : "idle";
	}

	boolean isClaimed() {
		return this.claimed;
	}

	boolean warn() {
		boolean first = !this.warned;
		this.warned = true;
		return first;
	}

	/**
	 * Note that the transaction cannot be ended because it is being committed.
	 * @return whether that is new
	 */
	boolean spare() {
		boolean first = !this.spared;
		this.spared = true;
		return first;
	}

	void claimed(long now) {
		this.claimed = true;
		this.claimedNanos = now;
	}

	/**
	 * Cancel the statement that is under way, and cut the connection if there is none or
	 * time is up. Both may have to connect to the server first.
	 * @param now the time
	 * @param graceNanos how long to wait before cutting
	 * @param executor does it
	 */
	void press(long now, long graceNanos, Executor executor) {
		if (this.severed) {
			return;
		}
		Statement running = this.connection.running();
		if (running == null || now - this.claimedNanos >= graceNanos) {
			this.severed = execute(executor, this::sever);
		}
		else if (running != this.cancelled && execute(executor, running::cancel)) {
			this.cancelled = running;
		}
	}

	// A server that is not told goes on working for nobody, and holds its locks
	// meanwhile.
	private void sever() throws SQLException {
		Statement running = this.connection.running();
		if (running != null) {
			run(running::cancel);
		}
		this.connection.sever();
	}

	private boolean execute(Executor executor, Action action) {
		try {
			executor.execute(() -> run(action));
			return true;
		}
		catch (RejectedExecutionException ex) {
			// Too many at once: the next look is soon.
			return false;
		}
	}

	private void run(Action action) {
		try {
			action.run();
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("Transaction '{}' of data source '{}' resists", this.transaction.operation(),
					this.transaction.dataSource(), ex);
		}
	}

	/**
	 * Something that is done to a connection from outside.
	 */
	@FunctionalInterface
	private interface Action {

		void run() throws SQLException;

	}

}

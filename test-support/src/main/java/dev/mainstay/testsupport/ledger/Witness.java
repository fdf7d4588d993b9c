package dev.mainstay.testsupport.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.util.constants.ServerStatus;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sees the attempts of each transfer from inside the application: transactions that were
 * begun, callbacks after a commit, deadlocks, and connections that came out of the pool
 * with somebody else's transaction.
 */
public final class Witness implements TransactionExecutionListener {

	private static final int MOST_IDS = 100_000;

	private static final int MARIADB_DEADLOCK = 1213;

	private final DataSource dataSource;

	private final ThreadLocal<Integer> current = new ThreadLocal<>();

	private final AtomicIntegerArray attempts = new AtomicIntegerArray(MOST_IDS);

	private final AtomicIntegerArray deadlocks = new AtomicIntegerArray(MOST_IDS);

	private final AtomicIntegerArray callbacks = new AtomicIntegerArray(MOST_IDS);

	private final AtomicLong begun = new AtomicLong();

	private final Queue<String> dirtyConnections = new ConcurrentLinkedQueue<>();

	/**
	 * Create the witness.
	 * @param dataSource the data source of the application
	 */
	public Witness(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Watch one attempt of a transfer from within its transaction.
	 * @param transfer the transfer
	 * @param work the work of the attempt
	 * @return the result of the work
	 */
	public String watch(Transfer transfer, Supplier<String> work) {
		inspectConnection();
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				Witness.this.callbacks.incrementAndGet(transfer.id());
			}

		});
		try {
			return work.get();
		}
		catch (RuntimeException ex) {
			if (isDeadlock(ex)) {
				this.deadlocks.incrementAndGet(transfer.id());
			}
			throw ex;
		}
	}

	String perform(Transfer transfer, TransferUnit unit) {
		this.current.set(transfer.id());
		try {
			return unit.transfer(transfer);
		}
		finally {
			this.current.remove();
		}
	}

	@Override
	public void beforeBegin(TransactionExecution transaction) {
		this.begun.incrementAndGet();
		Integer id = this.current.get();
		if (id != null) {
			this.attempts.incrementAndGet(id);
		}
	}

	/**
	 * Return the number of an attempt while it runs.
	 * @param transfer the transfer
	 * @return the number, counted from 1
	 */
	public int attempts(Transfer transfer) {
		return this.attempts.get(transfer.id());
	}

	int deadlocks(Transfer transfer) {
		return this.deadlocks.get(transfer.id());
	}

	int callbacks(Transfer transfer) {
		return this.callbacks.get(transfer.id());
	}

	long begun() {
		return this.begun.get();
	}

	Queue<String> dirtyConnections() {
		return this.dirtyConnections;
	}

	// Asks what the driver knows: a question to the server would be a part of the work,
	// and its failure one that the application does not see.
	private void inspectConnection() {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			if (connection.isWrapperFor(BaseConnection.class)) {
				note(connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE);
			}
			else if (connection.isWrapperFor(org.mariadb.jdbc.Connection.class)) {
				int status = connection.unwrap(org.mariadb.jdbc.Connection.class).getContext().getServerStatus();
				note((status & ServerStatus.IN_TRANSACTION) != 0);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The harness cannot reach the connection of the driver", ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

	private void note(boolean inTransaction) {
		if (inTransaction) {
			this.dirtyConnections.add("transfer " + this.current.get() + " got a connection with a transaction on it");
		}
	}

	private static boolean isDeadlock(RuntimeException error) {
		return rootOf(error) instanceof SQLException root
				&& ("40P01".equals(root.getSQLState()) || root.getErrorCode() == MARIADB_DEADLOCK);
	}

	static Throwable rootOf(Throwable error) {
		@Nullable Throwable root = NestedExceptionUtils.getRootCause(error);
		return (root != null) ? root : error;
	}

}

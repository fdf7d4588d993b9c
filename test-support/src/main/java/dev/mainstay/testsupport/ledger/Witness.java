package dev.mainstay.testsupport.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
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

	// Asks the driver's own connection, so that nobody takes it for the application.
	private void inspectConnection() {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			if (connection.isWrapperFor(BaseConnection.class)) {
				TransactionState state = connection.unwrap(BaseConnection.class).getTransactionState();
				note(state != TransactionState.IDLE, state.name());
			}
			else if (connection.isWrapperFor(org.mariadb.jdbc.Connection.class)) {
				inspect(connection.unwrap(org.mariadb.jdbc.Connection.class));
			}
		}
		catch (SQLException ex) {
			// A connection that broke in the pool is not dirty, only broken.
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

	private void inspect(org.mariadb.jdbc.Connection connection) throws SQLException {
		try (ResultSet row = connection.createStatement().executeQuery("SELECT @@in_transaction")) {
			row.next();
			note(row.getInt(1) != 0, "in transaction");
		}
	}

	private void note(boolean dirty, String state) {
		if (dirty) {
			this.dirtyConnections.add("transfer " + this.current.get() + " got a connection that is " + state);
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

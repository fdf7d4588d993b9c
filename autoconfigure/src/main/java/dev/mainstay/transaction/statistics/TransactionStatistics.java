package dev.mainstay.transaction.statistics;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.TransactionEndedException;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.operation.Operation;

/**
 * Knows which transactions are open and counts how they end, on every connection of the
 * advised data sources. Safe for use by many threads, which share no lock and hardly a
 * cache line.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class TransactionStatistics implements TransactionHook {

	private final LongSupplier nanoTime;

	private final OpenTransactions open = new OpenTransactions();

	private final Map<String, DataSourceFigures> dataSources = new ConcurrentHashMap<>();

	/**
	 * Create the statistics.
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public TransactionStatistics(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	@Override
	public void beginning(AdvisedConnection connection) {
		Operation operation = Operation.current();
		String transaction = (operation != null) ? null : TransactionSynchronizationManager.getCurrentTransactionName();
		String name = (operation != null) ? operation.name() : transaction;
		String place = (operation != null) ? operation.place() : transaction;
		DataSourceFigures figures = figures(connection.dataSource());
		OperationFigures operationFigures = figures.operation(name);
		if (name != null) {
			connection.transactionName(operationFigures.name());
		}
		this.open.add(connection, new OpenTransaction(connection, operationFigures, place, figures.session(connection),
				this.nanoTime.getAsLong()));
	}

	@Override
	public void committing(AdvisedConnection connection) throws SQLException {
		OpenTransaction transaction = this.open.find(connection);
		if (transaction != null && !transaction.tryCommitting()) {
			throw new TransactionEndedException(
					"Transaction '%s' was ended before it could be committed".formatted(transaction.operation()), null);
		}
	}

	// This hook is the first one, so it hears of every commit without an answer.
	@Override
	public TransactionState resolve(AdvisedConnection connection, SQLException error) {
		OpenTransaction transaction = this.open.find(connection);
		if (transaction != null) {
			transaction.resolving();
		}
		return TransactionState.UNKNOWN;
	}

	@Override
	public void ended(AdvisedConnection connection, TransactionState outcome) {
		OpenTransaction transaction = this.open.find(connection);
		if (transaction == null) {
			return;
		}
		long now = this.nanoTime.getAsLong();
		if (transaction.over(now)) {
			// Whoever claimed it may still be about to cancel or cut, so nothing else may
			// begin on this connection.
			connection.retire();
			connection.end("The connection was being ended because its last transaction took longer than "
					+ "db.transaction.max-duration allows");
		}
		this.open.release(connection);
		transaction.figures().ended(outcome, now - transaction.beganNanos());
		if (transaction.isResolving() && outcome != TransactionState.UNKNOWN) {
			figures(connection.dataSource()).resolved(outcome == TransactionState.COMMITTED);
		}
	}

	@Override
	public void rollbackFailed(AdvisedConnection connection, SQLException error) {
		figures(connection.dataSource()).rollbackFailed();
	}

	/**
	 * See all open transactions, of which some may be over by then.
	 * @param consumer told of each
	 */
	public void forEachOpen(Consumer<OpenTransaction> consumer) {
		this.open.forEach((transaction) -> {
			if (!transaction.isOver()) {
				consumer.accept(transaction);
			}
		});
	}

	/**
	 * Return which units of work the sessions of a database are at, or were at a moment
	 * ago.
	 * @param dataSource the bean name of the data source
	 * @return the names of the operations by what the database calls the session; without
	 * those whose driver does not tell
	 */
	public Map<Long, String> sessions(String dataSource) {
		RecentSessions sessions = new RecentSessions(dataSource, this.nanoTime.getAsLong());
		this.open.forEach(sessions::add);
		return sessions.operations();
	}

	/**
	 * Return the session whose transaction the calling thread is in.
	 * @param dataSource the bean name of the data source
	 * @return what the database calls it; empty if there is none or the driver does not
	 * tell
	 */
	public OptionalLong session(String dataSource) {
		AtomicLong found = new AtomicLong(SessionNumber.UNKNOWN);
		forEachOpen((transaction) -> {
			if (transaction.thread() == Thread.currentThread() && transaction.dataSource().equals(dataSource)) {
				found.set(transaction.session());
			}
		});
		return (found.get() != SessionNumber.UNKNOWN) ? OptionalLong.of(found.get()) : OptionalLong.empty();
	}

	/**
	 * Return the data sources that had a transaction.
	 * @return their bean names in order
	 */
	public List<String> dataSources() {
		return this.dataSources.keySet().stream().sorted().toList();
	}

	/**
	 * Return the figures of a data source.
	 * @param dataSource the bean name
	 * @return the figures; all zero for one that had no transaction
	 */
	public TransactionSnapshot snapshot(String dataSource) {
		DataSourceFigures known = this.dataSources.get(dataSource);
		return ((known != null) ? known : new DataSourceFigures()).snapshot(dataSource, active(dataSource));
	}

	private int active(String dataSource) {
		AtomicInteger count = new AtomicInteger();
		forEachOpen((transaction) -> {
			if (transaction.dataSource().equals(dataSource)) {
				count.incrementAndGet();
			}
		});
		return count.get();
	}

	private DataSourceFigures figures(String dataSource) {
		DataSourceFigures known = this.dataSources.get(dataSource);
		return (known != null) ? known
				: this.dataSources.computeIfAbsent(dataSource, (name) -> new DataSourceFigures());
	}

}

package dev.mainstay.transaction.statistics;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;

/**
 * Live figures of the transactions on one data source.
 */
final class DataSourceFigures {

	static final int MOST_OPERATIONS = 500;

	private final Map<String, OperationFigures> operations = new ConcurrentHashMap<>();

	private final OperationFigures unnamed = new OperationFigures(OperationName.UNNAMED);

	private final OperationFigures other = new OperationFigures(OperationFigures.OTHER);

	private final LongAdder resolvedCommits = new LongAdder();

	private final LongAdder resolvedRollbacks = new LongAdder();

	private final LongAdder rollbackFailures = new LongAdder();

	private volatile boolean sessionsTold = true;

	/**
	 * Return the number of a session. A driver that does not tell it is asked once only.
	 * @param connection the connection to the session
	 * @return the number, or {@link SessionNumber#UNKNOWN}
	 */
	long session(AdvisedConnection connection) {
		if (!this.sessionsTold) {
			return SessionNumber.UNKNOWN;
		}
		try {
			return SessionNumber.of(connection);
		}
		catch (SQLException | RuntimeException ex) {
			this.sessionsTold = isClosed(connection);
			return SessionNumber.UNKNOWN;
		}
	}

	// A statement may be used although its connection was closed; that says nothing about
	// the driver.
	private static boolean isClosed(AdvisedConnection connection) {
		try {
			return connection.delegate().isClosed();
		}
		catch (SQLException ex) {
			return true;
		}
	}

	OperationFigures operation(@Nullable String name) {
		if (name == null) {
			return this.unnamed;
		}
		OperationFigures known = this.operations.get(name);
		return (known != null) ? known : added(name);
	}

	// Two threads may find room for the last one at the same time: a few more than the
	// most do no harm.
	private OperationFigures added(String name) {
		if (this.operations.size() >= MOST_OPERATIONS) {
			return this.other;
		}
		return this.operations.computeIfAbsent(name, (key) -> new OperationFigures(OperationName.shorten(key)));
	}

	void resolved(boolean committed) {
		(committed ? this.resolvedCommits : this.resolvedRollbacks).increment();
	}

	void rollbackFailed() {
		this.rollbackFailures.increment();
	}

	TransactionSnapshot snapshot(String dataSource, int active) {
		Map<String, OperationSnapshot> byName = Stream
			.concat(Stream.of(this.unnamed, this.other), this.operations.values().stream())
			.map(OperationFigures::snapshot)
			.filter((operation) -> operation.count() > 0)
			.collect(Collectors.toMap(OperationSnapshot::operation, (operation) -> operation, DataSourceFigures::sum));
		List<OperationSnapshot> sorted = byName.values()
			.stream()
			.sorted(Comparator.comparingLong(OperationSnapshot::totalNanos).reversed())
			.toList();
		return new TransactionSnapshot(dataSource, active, this.resolvedCommits.sum(), this.resolvedRollbacks.sum(),
				this.rollbackFailures.sum(), sorted);
	}

	// An operation goes by its name where it has one, and by its method elsewhere.
	private static OperationSnapshot sum(OperationSnapshot left, OperationSnapshot right) {
		return new OperationSnapshot(left.operation(), left.commits() + right.commits(),
				left.rollbacks() + right.rollbacks(), left.unknown() + right.unknown(),
				left.totalNanos() + right.totalNanos(), Math.max(left.longestNanos(), right.longestNanos()));
	}

}

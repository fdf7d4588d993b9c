package dev.mainstay.transaction.statistics;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Figures of the transactions on one data source since the start.
 *
 * @param dataSource the bean name of the data source
 * @param active how many are open now
 * @param resolvedCommits how many commits without an answer were proven to have happened
 * @param resolvedRollbacks how many of them were proven not to have happened
 * @param rollbackFailures how often a rollback failed, so that the connection was closed
 * instead
 * @param operations the figures by operation, the one that took most time first
 */
public record TransactionSnapshot(String dataSource, int active, long resolvedCommits, long resolvedRollbacks,
		long rollbackFailures, List<OperationSnapshot> operations) {

	public TransactionSnapshot {
		operations = List.copyOf(operations);
	}

	/**
	 * Return how many transactions were committed.
	 * @return the number, those included whose commit was proven later
	 */
	public long commits() {
		return sum(OperationSnapshot::commits);
	}

	/**
	 * Return how many transactions were rolled back.
	 * @return the number
	 */
	public long rollbacks() {
		return sum(OperationSnapshot::rollbacks);
	}

	/**
	 * Return how many transactions ended without anybody knowing how.
	 * @return the number
	 */
	public long unknown() {
		return sum(OperationSnapshot::unknown);
	}

	/**
	 * Return how many transactions ended, one way or the other.
	 * @return the number
	 */
	public long count() {
		return sum(OperationSnapshot::count);
	}

	/**
	 * Return how long all transactions took together.
	 * @return the time in nanoseconds
	 */
	public long totalNanos() {
		return sum(OperationSnapshot::totalNanos);
	}

	/**
	 * Return how long a transaction takes on average.
	 * @return the average; zero if there was none
	 */
	public Duration average() {
		return (count() > 0) ? Duration.ofNanos(totalNanos() / count()) : Duration.ZERO;
	}

	/**
	 * Return the operation that had the longest transaction.
	 * @return its figures; empty if there was no transaction
	 */
	public Optional<OperationSnapshot> longest() {
		return this.operations.stream().max(Comparator.comparingLong(OperationSnapshot::longestNanos));
	}

	private long sum(ToLongFunction<OperationSnapshot> figure) {
		return this.operations.stream().mapToLong(figure).sum();
	}

}

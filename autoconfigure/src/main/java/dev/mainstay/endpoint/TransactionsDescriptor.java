package dev.mainstay.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import dev.mainstay.transaction.statistics.OperationSnapshot;
import dev.mainstay.transaction.statistics.RecoverySnapshot;
import dev.mainstay.transaction.statistics.TransactionSnapshot;
import dev.mainstay.transaction.watchdog.LongTransaction;

/**
 * The transactions on one data source as JSON.
 *
 * @param name bean name of the data source
 * @param active transactions that are open now
 * @param commits transactions that were committed since the start
 * @param rollbacks transactions that were rolled back
 * @param unknownOutcomes transactions whose commit got no answer that could be found out
 * @param resolvedCommits commits without an answer that were proven to have happened
 * @param resolvedRollbacks commits without an answer that were proven not to have
 * @param rollbackFailures rollbacks that failed, so that the connection was closed
 * @param averageMs average duration
 * @param longestMs longest duration
 * @param longestOperation operation of the longest one; absent if there was none
 * @param longTransactions those that take too long
 * @param operations the figures by operation, the one that took most time first
 */
record TransactionsDescriptor(String name, int active, long commits, long rollbacks, long unknownOutcomes,
		long resolvedCommits, long resolvedRollbacks, long rollbackFailures, double averageMs, double longestMs,
		@Nullable String longestOperation, LongTransactionsDescriptor longTransactions,
		List<OperationDescriptor> operations) implements OperationResponseBody {

	static TransactionsDescriptor of(TransactionSnapshot snapshot, LongTransactionsDescriptor longTransactions) {
		OperationSnapshot longest = snapshot.longest().orElse(null);
		return new TransactionsDescriptor(snapshot.dataSource(), snapshot.active(), snapshot.commits(),
				snapshot.rollbacks(), snapshot.unknown(), snapshot.resolvedCommits(), snapshot.resolvedRollbacks(),
				snapshot.rollbackFailures(), millis(snapshot.average()),
				(longest != null) ? millis(longest.longest()) : 0, (longest != null) ? longest.operation() : null,
				longTransactions, snapshot.operations().stream().map(OperationDescriptor::of).toList());
	}

	private static double millis(Duration duration) {
		return Math.round(duration.toNanos() / 10_000.0) / 100.0;
	}

	/**
	 * The transactions of one operation as JSON.
	 *
	 * @param operation the operation
	 * @param commits transactions that were committed
	 * @param rollbacks transactions that were rolled back
	 * @param unknownOutcomes transactions that ended without anybody knowing how
	 * @param averageMs average duration
	 * @param longestMs longest duration
	 */
	record OperationDescriptor(String operation, long commits, long rollbacks, long unknownOutcomes, double averageMs,
			double longestMs) {

		static OperationDescriptor of(OperationSnapshot snapshot) {
			return new OperationDescriptor(snapshot.operation(), snapshot.commits(), snapshot.rollbacks(),
					snapshot.unknown(), millis(snapshot.average()), millis(snapshot.longest()));
		}

	}

	/**
	 * Transactions that take too long as JSON.
	 *
	 * @param warned how many were warned about since the start
	 * @param ended how many were ended at the limit
	 * @param open those that are open now, the oldest first
	 */
	record LongTransactionsDescriptor(long warned, long ended, List<LongTransactionDescriptor> open) {

	}

	/**
	 * One transaction that takes too long as JSON.
	 *
	 * @param operation the operation
	 * @param place class and method; absent if nobody said so
	 * @param ageSeconds how long it is open
	 * @param thread the thread that began it
	 * @param activity {@code statement}, {@code commit} or {@code idle}
	 */
	record LongTransactionDescriptor(String operation, @Nullable String place, long ageSeconds, String thread,
			String activity) {

		static LongTransactionDescriptor of(LongTransaction transaction) {
			return new LongTransactionDescriptor(transaction.operation(), transaction.place(),
					transaction.age().toSeconds(), transaction.thread(), transaction.activity());
		}

	}

	/**
	 * What became of units of work that failed as JSON. What never happened is not there.
	 *
	 * @param successRate which part of those that could be recovered was, from 0 to 1
	 * @param retries further attempts by kind of failure
	 * @param recovered units that succeeded in the end by kind of failure
	 * @param givenUp units that failed for good by reason
	 * @param operations the same by operation
	 */
	record RecoveryDescriptor(double successRate, Map<String, Long> retries, Map<String, Long> recovered,
			Map<String, Long> givenUp, Map<String, RecoverySnapshot.Unit> operations) {

		static RecoveryDescriptor of(RecoverySnapshot snapshot) {
			return new RecoveryDescriptor(snapshot.successRate(), words(snapshot.retries()),
					words(snapshot.recovered()), words(snapshot.givenUp()), new TreeMap<>(snapshot.units()));
		}

		private static Map<String, Long> words(Map<? extends Enum<?>, Long> counts) {
			Map<String, Long> words = new TreeMap<>();
			counts.forEach((constant, count) -> {
				if (count > 0) {
					words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), count);
				}
			});
			return words;
		}

	}

}

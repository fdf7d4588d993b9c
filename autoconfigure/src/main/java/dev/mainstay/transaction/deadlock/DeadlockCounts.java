package dev.mainstay.transaction.deadlock;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of one data source; guarded by the lock of its log.
 */
final class DeadlockCounts {

	private static final int MOST_OPERATIONS = 500;

	private static final String OTHER = "other";

	private final DailyCount deadlocks = new DailyCount();

	private final DailyCount conflicts = new DailyCount();

	private final DailyCount transactions = new DailyCount();

	private final Map<String, Long> deadlocksByOperation = new HashMap<>();

	private final Map<String, Long> conflictsByOperation = new HashMap<>();

	private long totalDeadlocks;

	private long totalConflicts;

	private long transactionsBefore;

	void deadlock(Instant now, String operation) {
		this.totalDeadlocks++;
		this.deadlocks.add(now, 1);
		increment(this.deadlocksByOperation, operation);
	}

	void conflict(Instant now, String operation) {
		this.totalConflicts++;
		this.conflicts.add(now, 1);
		increment(this.conflictsByOperation, operation);
	}

	private static void increment(Map<String, Long> byOperation, String operation) {
		boolean room = byOperation.size() < MOST_OPERATIONS || byOperation.containsKey(operation);
		byOperation.merge(room ? operation : OTHER, 1L, Long::sum);
	}

	/**
	 * Note how many transactions there were. Those since the last note count as of now.
	 * @param now the time
	 * @param total the number since the start
	 */
	void transactions(Instant now, long total) {
		this.transactions.add(now, Math.max(0, total - this.transactionsBefore));
		this.transactionsBefore = total;
	}

	long totalDeadlocks() {
		return this.totalDeadlocks;
	}

	long totalConflicts() {
		return this.totalConflicts;
	}

	DeadlockSummary summary(String dataSource, Instant now) {
		long lastHour = this.deadlocks.last(now, Duration.ofHours(1));
		long lastDay = this.deadlocks.last(now, DailyCount.DAY);
		DeadlockSeverity severity = DeadlockSeverity.of(lastHour, lastDay, this.transactions.last(now, DailyCount.DAY));
		return new DeadlockSummary(dataSource, this.totalDeadlocks, lastHour, lastDay,
				this.conflicts.last(now, DailyCount.DAY), severity, new TreeMap<>(this.deadlocksByOperation),
				new TreeMap<>(this.conflictsByOperation));
	}

}

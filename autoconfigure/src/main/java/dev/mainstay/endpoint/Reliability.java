package dev.mainstay.endpoint;

import java.util.List;

import dev.mainstay.transaction.deadlock.DeadlockLog;
import dev.mainstay.transaction.deadlock.DeadlockSummary;
import dev.mainstay.transaction.statistics.RecoveryStatistics;

/**
 * Says how reliable the work with a database is.
 */
public final class Reliability {

	private final DeadlockLog deadlocks;

	private final RecoveryStatistics recovery;

	/**
	 * Create it.
	 * @param deadlocks knows the deadlocks
	 * @param recovery knows what became of work that failed
	 */
	public Reliability(DeadlockLog deadlocks, RecoveryStatistics recovery) {
		this.deadlocks = deadlocks;
		this.recovery = recovery;
	}

	ReliabilityDescriptor of(String dataSource) {
		DeadlockSummary summary = this.deadlocks.summary(dataSource);
		return new ReliabilityDescriptor(summary.lastDay(), summary.severity().text(),
				this.recovery.snapshot().successRate());
	}

	List<String> advice(String dataSource) {
		return this.deadlocks.advice(dataSource);
	}

	/**
	 * The reliability as JSON.
	 *
	 * @param deadlocks24h deadlocks of the last 24 hours
	 * @param deadlockSeverity {@code low}, {@code medium} or {@code high}
	 * @param recoverySuccessRate which part of the work that failed for a passing reason
	 * succeeded in the end, from 0 to 1
	 */
	record ReliabilityDescriptor(long deadlocks24h, String deadlockSeverity, double recoverySuccessRate) {

	}

}

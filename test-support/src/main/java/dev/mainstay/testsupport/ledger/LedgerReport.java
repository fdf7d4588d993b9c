package dev.mainstay.testsupport.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What came out of a run.
 *
 * @param transfers how many transfers there were
 * @param succeeded of how many the caller was told that they are done
 * @param failed of how many the caller was told that they are not done
 * @param unknown of how many the caller was told that nobody knows
 * @param lost how many are not done although the caller was told so
 * @param twice how many were done more than once
 * @param failedYetDone how many are done although the caller was told that they are not
 * @param deadlocked how many transfers met a deadlock
 * @param repeatedDeadlocks how many deadlocks a transfer met that had met one before
 * @param attempts how many transactions were begun
 * @param mostAttempts the most attempts of one transfer
 * @param elapsed how long it took
 * @param failures how often each error was told to a caller
 * @param nemeses what went wrong on purpose
 * @param violations every promise that was broken, with the transfer that shows it
 */
public record LedgerReport(int transfers, int succeeded, int failed, int unknown, int lost, int twice,
		int failedYetDone, int deadlocked, int repeatedDeadlocks, long attempts, int mostAttempts, Duration elapsed,
		Map<String, Long> failures, List<String> nemeses, List<String> violations) {

	private static final int SHOWN = 5;

	/**
	 * Return how many attempts were made beyond the first of each transfer.
	 * @return the number of attempts
	 */
	public long retries() {
		return this.attempts - this.transfers;
	}

	/**
	 * Return how many transfers came to an end in a second.
	 * @return the transfers per second
	 */
	public long throughput() {
		return this.transfers * 1000L / Math.max(1, this.elapsed.toMillis());
	}

	@Override
	public String toString() {
		return """
				%d transfers in %d ms: %d succeeded, %d failed, %d unknown, %d lost, %d twice, %d failed yet done
				%d attempts, at most %d of one transfer; %d met a deadlock, %d deadlocks again
				errors: %s
				nemeses: %s
				%d violations, the first of which are %s""".formatted(this.transfers, this.elapsed.toMillis(),
				this.succeeded, this.failed, this.unknown, this.lost, this.twice, this.failedYetDone, this.attempts,
				this.mostAttempts, this.deadlocked, this.repeatedDeadlocks, this.failures, this.nemeses,
				this.violations.size(), this.violations.stream().limit(SHOWN).toList());
	}

}

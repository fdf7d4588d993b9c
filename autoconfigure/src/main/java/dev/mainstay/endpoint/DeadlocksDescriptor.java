package dev.mainstay.endpoint;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import dev.mainstay.transaction.deadlock.Deadlock;
import dev.mainstay.transaction.deadlock.DeadlockSummary;
import dev.mainstay.transaction.deadlock.Participant;

/**
 * The deadlocks of one data source as JSON.
 *
 * @param name bean name of the data source
 * @param severity {@code low}, {@code medium} or {@code high}
 * @param deadlocks since the start
 * @param deadlocksLastHour in the last hour
 * @param deadlocks24h in the last 24 hours
 * @param serializationConflicts24h transactions of the last 24 hours that did not fit
 * with another one
 * @param byOperation deadlocks since the start by the operation that was rolled back
 * @param conflictsByOperation serialization conflicts since the start by operation
 * @param advice what to do, in sentences
 * @param latest the latest deadlocks, the last one first
 */
record DeadlocksDescriptor(String name, String severity, long deadlocks, long deadlocksLastHour, long deadlocks24h,
		long serializationConflicts24h, Map<String, Long> byOperation, Map<String, Long> conflictsByOperation,
		List<String> advice, List<DeadlockDescriptor> latest) implements OperationResponseBody {

	static DeadlocksDescriptor of(DeadlockSummary summary, List<String> advice, List<Deadlock> latest) {
		return new DeadlocksDescriptor(summary.dataSource(), summary.severity().text(), summary.deadlocks(),
				summary.lastHour(), summary.lastDay(), summary.conflictsLastDay(), summary.byOperation(),
				summary.conflictsByOperation(), advice, latest.stream().map(DeadlockDescriptor::of).toList());
	}

	/**
	 * One deadlock as JSON.
	 *
	 * @param time when it was heard of
	 * @param operation the operation that was rolled back
	 * @param operations all operations that are known to have taken part
	 * @param tables the tables that are known to have been waited for
	 * @param participants who waited for what
	 * @param note why that is not known; absent if it is
	 */
	record DeadlockDescriptor(String time, String operation, List<String> operations, List<String> tables,
			List<Participant> participants, @Nullable String note) {

		static DeadlockDescriptor of(Deadlock deadlock) {
			return new DeadlockDescriptor(deadlock.time().toString(), deadlock.operation(), deadlock.operations(),
					deadlock.tables(), deadlock.participants(), deadlock.note());
		}

	}

}

package dev.mainstay.transaction.deadlock;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The deadlocks of one data source in numbers. Serialization conflicts, which are solved
 * the same way, are counted beside them.
 *
 * @param dataSource the bean name of the data source
 * @param deadlocks how many there were since the start
 * @param lastHour how many there were in the last hour
 * @param lastDay how many there were in the last 24 hours
 * @param conflictsLastDay how many serialization conflicts there were in the last 24
 * hours
 * @param severity how bad that is
 * @param byOperation how often each operation was rolled back by a deadlock since the
 * start
 * @param conflictsByOperation how often each had a serialization conflict
 */
public record DeadlockSummary(String dataSource, long deadlocks, long lastHour, long lastDay, long conflictsLastDay,
		DeadlockSeverity severity, Map<String, Long> byOperation, Map<String, Long> conflictsByOperation) {

	public DeadlockSummary {
		byOperation = Collections.unmodifiableMap(new TreeMap<>(byOperation));
		conflictsByOperation = Collections.unmodifiableMap(new TreeMap<>(conflictsByOperation));
	}

}

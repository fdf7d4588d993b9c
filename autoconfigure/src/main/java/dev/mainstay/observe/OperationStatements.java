package dev.mainstay.observe;

import java.time.Instant;
import java.util.Map;

import dev.mainstay.event.Latencies;
import dev.mainstay.failure.FailureKind;

/**
 * The figures of all statements of one operation at a moment.
 *
 * @param operation the name of the operation
 * @param latencies how long its statements took, failed ones included
 * @param rows how many rows they read or changed, as far as that is known
 * @param errors their failures by kind
 * @param share their part of the time of all statements of the data source, from 0 to 1
 * @param firstSeen when the first was executed since the start
 * @param lastSeen when the last was executed, to the second
 */
public record OperationStatements(String operation, Latencies latencies, long rows, Map<FailureKind, Long> errors,
		double share, Instant firstSeen, Instant lastSeen) {

	public OperationStatements {
		errors = Map.copyOf(errors);
	}

}

package dev.mainstay.observe;

import java.time.Instant;
import java.util.Map;

import dev.mainstay.event.Latencies;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.sql.Fingerprint;

/**
 * The figures of one statement at a moment.
 *
 * @param fingerprint the statement
 * @param latencies how long its executions took, failed ones included
 * @param rows how many rows it read or changed, as far as that is known
 * @param errors its failures by kind
 * @param share its part of the time of all statements of the data source, from 0 to 1
 * @param firstSeen when it was first executed since the start
 * @param lastSeen when it was last executed, to the second
 */
public record StatementSnapshot(Fingerprint fingerprint, Latencies latencies, long rows, Map<FailureKind, Long> errors,
		double share, Instant firstSeen, Instant lastSeen) {

	public StatementSnapshot {
		errors = Map.copyOf(errors);
	}

}

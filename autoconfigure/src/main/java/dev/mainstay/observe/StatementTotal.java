package dev.mainstay.observe;

import java.util.Map;

import dev.mainstay.event.Latencies;
import dev.mainstay.failure.FailureKind;

/**
 * The figures of all statements of a data source at a moment. None of them ever becomes
 * less.
 *
 * @param latencies how long the executions took, failed ones included
 * @param rows how many rows they read or changed, as far as that is known
 * @param errors their failures by kind
 * @param slow how many of them were slow
 * @param dropped how many statements are not told from the others any more, because there
 * were too many different ones
 */
public record StatementTotal(Latencies latencies, long rows, Map<FailureKind, Long> errors, long slow, long dropped) {

	/**
	 * Nothing was executed.
	 */
	public static final StatementTotal NONE = new StatementTotal(Latencies.NONE, 0, Map.of(), 0, 0);

	public StatementTotal {
		errors = Map.copyOf(errors);
	}

	/**
	 * Return how many executions failed.
	 * @return the number, of all kinds together
	 */
	public long failed() {
		return this.errors.values().stream().mapToLong(Long::longValue).sum();
	}

}

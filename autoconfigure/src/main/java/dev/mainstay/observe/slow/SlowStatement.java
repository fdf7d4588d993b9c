package dev.mainstay.observe.slow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.failure.FailureKind;
import dev.mainstay.sql.Fingerprint;

/**
 * An execution that took, or takes, longer than it may.
 *
 * @param dataSource the bean name of the data source
 * @param fingerprint the statement
 * @param state how far it has come
 * @param started when it was sent
 * @param acquired how long it took to borrow its connection
 * @param executed how long the database took, or has taken until now
 * @param rows how many rows were read or changed; {@code null} if that is not known (yet)
 * @param batchSize how many sets of parameters were sent at once, 0 if it is no batch
 * @param error why it failed; {@code null} if it did not
 * @param operation on whose behalf it was executed; {@code null} if nobody said
 * @param place where in the code of the application it was executed
 * @param thread the name of the thread that executed it
 * @param parameters what may be shown of the bound values, by position
 * @param advice what could be done about it, in plain words
 */
public record SlowStatement(String dataSource, Fingerprint fingerprint, State state, Instant started, Duration acquired,
		Duration executed, @Nullable Long rows, int batchSize, @Nullable FailureKind error, @Nullable String operation,
		String place, String thread, List<String> parameters, List<String> advice) {

	public SlowStatement {
		parameters = List.copyOf(parameters);
		advice = List.copyOf(advice);
	}

	/**
	 * How far an execution has come.
	 */
	public enum State {

		/**
		 * The database is working on it.
		 */
		RUNNING,

		/**
		 * It is over.
		 */
		COMPLETED,

		/**
		 * It is over and has failed.
		 */
		FAILED

	}

}

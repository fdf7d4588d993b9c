package dev.mainstay.endpoint;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.mainstay.failure.FailureKind;
import dev.mainstay.observe.slow.SlowStatement;

/**
 * A slow statement as JSON.
 *
 * @param dataSource bean name of the data source
 * @param state {@code running}, {@code completed} or {@code failed}
 * @param fingerprint what all executions of the statement have in common, as an id
 * @param statement the normalised text, without any value
 * @param operation on whose behalf it is executed; absent if nobody said
 * @param place where in the code of the application
 * @param thread the name of the thread
 * @param started when it was sent
 * @param acquireMs how long it took to borrow its connection
 * @param executeMs how long the database took, or has taken until now
 * @param rows how many rows were read or changed; absent if that is not known (yet)
 * @param batchSize how many sets of parameters were sent at once; absent if it is no
 * batch
 * @param error why it failed; absent if it did not
 * @param parameters what may be shown of the bound values; absent if nothing may
 * @param advice what could be done about it
 */
record SlowStatementDescriptor(String dataSource, String state, String fingerprint, String statement,
		@Nullable String operation, String place, String thread, Instant started, double acquireMs, double executeMs,
		@Nullable Long rows, @Nullable Integer batchSize, @Nullable String error, @Nullable List<String> parameters,
		List<String> advice) {

	static SlowStatementDescriptor of(SlowStatement statement) {
		FailureKind error = statement.error();
		return new SlowStatementDescriptor(statement.dataSource(), statement.state().name().toLowerCase(Locale.ROOT),
				statement.fingerprint().id(), statement.fingerprint().text(), statement.operation(), statement.place(),
				statement.thread(), statement.started().truncatedTo(ChronoUnit.MILLIS),
				Milliseconds.of(statement.acquired()), Milliseconds.of(statement.executed()), statement.rows(),
				(statement.batchSize() != 0) ? statement.batchSize() : null, (error != null) ? error.id() : null,
				statement.parameters().isEmpty() ? null : statement.parameters(), statement.advice());
	}

}

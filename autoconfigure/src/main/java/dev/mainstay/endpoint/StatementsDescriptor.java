package dev.mainstay.endpoint;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Latencies;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.observe.OperationStatements;
import dev.mainstay.observe.StatementSnapshot;
import dev.mainstay.sql.TableReferences;

/**
 * The statements of one data source as JSON.
 *
 * @param name bean name of the data source
 * @param calls how many statements were executed since the start
 * @param slow how many of them were slow
 * @param dropped how many different statements are not told here any more, because there
 * were too many
 * @param topStatements those that took most time together
 * @param topOperations the operations whose statements took most time together
 */
record StatementsDescriptor(String name, long calls, long slow, long dropped, List<FiguresDescriptor> topStatements,
		List<FiguresDescriptor> topOperations) {

	/**
	 * The figures of one statement, or of the statements of one operation, as JSON.
	 *
	 * @param fingerprint what all executions of the statement have in common, as an id;
	 * absent for an operation
	 * @param statement the normalised text, without any value; absent for an operation
	 * @param tablesRead tables that it reads; absent if they are not known, or for an
	 * operation
	 * @param tablesWritten tables that it changes; absent likewise
	 * @param operation the operation; absent for a statement
	 * @param calls executions, failed ones included
	 * @param errors failures by kind
	 * @param rows rows that were read or changed, as far as that is known
	 * @param totalMs how long all took together
	 * @param meanMs how long one took on average
	 * @param p50Ms how long half of them took at most
	 * @param p95Ms how long 95 of 100 took at most
	 * @param p99Ms how long 99 of 100 took at most
	 * @param maxMs how long the longest took
	 * @param share part of the time of all statements of the data source, from 0 to 1
	 * @param firstSeen when it was first executed since the start
	 * @param lastSeen when it was last executed, to the second
	 */
	record FiguresDescriptor(@Nullable String fingerprint, @Nullable String statement, @Nullable Set<String> tablesRead,
			@Nullable Set<String> tablesWritten, @Nullable String operation, long calls, Map<String, Long> errors,
			long rows, double totalMs, double meanMs, double p50Ms, double p95Ms, double p99Ms, double maxMs,
			double share, Instant firstSeen, Instant lastSeen) {

		private FiguresDescriptor(@Nullable String fingerprint, @Nullable String statement,
				@Nullable TableReferences tables, @Nullable String operation, Latencies latencies,
				Map<FailureKind, Long> errors, long rows, double share, Instant firstSeen, Instant lastSeen) {
			this(fingerprint, statement, (tables != null) ? new TreeSet<>(tables.read()) : null,
					(tables != null) ? new TreeSet<>(tables.written()) : null, operation, latencies.count(),
					byId(errors), rows, Milliseconds.of(latencies.totalNanos()), Milliseconds.of(latencies.meanNanos()),
					Milliseconds.of(latencies.quantileNanos(0.5)), Milliseconds.of(latencies.quantileNanos(0.95)),
					Milliseconds.of(latencies.quantileNanos(0.99)), Milliseconds.of(latencies.maxNanos()),
					Math.round(share * 10_000) / 10_000.0, firstSeen.truncatedTo(ChronoUnit.MILLIS),
					lastSeen.truncatedTo(ChronoUnit.SECONDS));
		}

		static FiguresDescriptor of(StatementSnapshot figures, TableReferences tables) {
			return new FiguresDescriptor(figures.fingerprint().id(), figures.fingerprint().text(),
					tables.understood() ? tables : null, null, figures.latencies(), figures.errors(), figures.rows(),
					figures.share(), figures.firstSeen(), figures.lastSeen());
		}

		static FiguresDescriptor of(OperationStatements figures) {
			return new FiguresDescriptor(null, null, null, figures.operation(), figures.latencies(), figures.errors(),
					figures.rows(), figures.share(), figures.firstSeen(), figures.lastSeen());
		}

		private static Map<String, Long> byId(Map<FailureKind, Long> errors) {
			Map<String, Long> counts = new TreeMap<>();
			errors.forEach((kind, count) -> counts.put(kind.id(), count));
			return counts;
		}

	}

}

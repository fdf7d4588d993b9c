package dev.mainstay.observe.detect;

import java.time.Duration;

import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.SqlDialect;

/**
 * Judges statements that count rows, by their figures. Thread-safe.
 */
public final class CountQueries {

	private static final long ENOUGH_CALLS = 20;

	private static final long LONG_MEAN = Duration.ofMillis(100).toNanos();

	private static final double LARGE_SHARE = 0.1;

	private final Findings findings;

	private final EntityNames entities;

	/**
	 * Create a judge.
	 * @param findings where to put what is found
	 * @param entities knows the entities of tables
	 */
	public CountQueries(Findings findings, EntityNames entities) {
		this.findings = findings;
		this.entities = entities;
	}

	/**
	 * Judge all statements. To be called from time to time.
	 * @param statistics the figures of the statements
	 */
	public void look(StatementStatistics statistics) {
		for (String dataSource : statistics.dataSources()) {
			long all = statistics.latencies(dataSource).totalNanos();
			statistics.statements(dataSource)
				.forEach((statement) -> judge(dataSource, statement.fingerprint(), statement.latencies().count(),
						statement.latencies().totalNanos(), all));
		}
	}

	/**
	 * Judge a statement: one that counts, was called a number of times, and takes long or
	 * a large share of the time of all statements, is a finding.
	 * @param dataSource the bean name of the data source
	 * @param fingerprint the statement
	 * @param calls how many times it was called
	 * @param totalNanos how long all these calls took together
	 * @param totalNanosOfAll how long all statements of the data source took together
	 * @return whether it is a finding
	 */
	public boolean judge(String dataSource, Fingerprint fingerprint, long calls, long totalNanos,
			long totalNanosOfAll) {
		if (!fingerprint.isCount() || calls < ENOUGH_CALLS
				|| (totalNanos / calls < LONG_MEAN && totalNanos < totalNanosOfAll * LARGE_SHARE)) {
			return false;
		}
		FindingKind kind = FindingKind.EXPENSIVE_COUNT;
		LiveFinding finding = this.findings.seen(new FindingKey(kind, dataSource, fingerprint.id()), null, calls,
				(now) -> {
					String table = StatementShape.of(fingerprint.text(), SqlDialect.ANSI).table();
					String entity = (table != null) ? this.entities.ofTable(table) : null;
					return new Finding(kind, null, null, dataSource, fingerprint.id(), fingerprint.text(), table,
							entity, calls, calls, 1, now, now, FindingAdvice.of(kind, entity != null));
				});
		if (finding != null) {
			this.findings.counted(finding, calls, true);
		}
		return finding != null;
	}

}

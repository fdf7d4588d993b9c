package dev.mainstay.observe.metrics;

/**
 * The meters of statements. The tag {@code pool} is the bean name of a data source; no
 * tag ever holds SQL.
 */
public enum StatementMeter {

	/**
	 * Times statements from being sent to their answer, and fetching of further rows:
	 * count and total, failed ones included. Tag: {@code pool}.
	 */
	STATEMENTS("db.statements", "Time that statements took"),

	/**
	 * Counts statements that took no longer than so many seconds, as in a histogram whose
	 * quantiles Prometheus can tell. Tags: {@code pool}; {@code le}, seconds, one of a
	 * closed set.
	 */
	WITHIN("db.statements.within", "Statements that took no longer"),

	/**
	 * Counts statements that failed. Tags: {@code pool}; {@code kind}, one of
	 * {@link dev.mainstay.failure.FailureKind#id() the kinds}.
	 */
	ERRORS("db.statements.errors", "Statements that failed"),

	/**
	 * Counts statements that took longer than the threshold. Tag: {@code pool}.
	 */
	SLOW("db.statements.slow", "Statements that were slow"),

	/**
	 * Counts rows. Tag: {@code pool}.
	 */
	ROWS("db.statements.rows", "Rows that were read or changed, as far as that is known"),

	/**
	 * Counts statements whose own figures were forgotten, because there were too many
	 * different ones. Tag: {@code pool}.
	 */
	DROPPED("db.statements.dropped", "Statements whose own figures were forgotten"),

	/**
	 * Times the statements of one operation: count and total. Tags: {@code pool};
	 * {@code operation}, for the operations with the most statements.
	 */
	OPERATION("db.operation.statements", "Time that the statements of an operation took"),

	/**
	 * Gauges how long the statements of one operation took in the last one to two
	 * minutes; nothing if there were none. Tags: {@code pool}; {@code operation};
	 * {@code quantile}, one of {@code 0.5}, {@code 0.95} and {@code 0.99}.
	 */
	OPERATION_QUANTILE("db.operation.statements.quantile",
			"Time that a share of the statements of an operation did not exceed lately");

	private final String meterName;

	private final String description;

	StatementMeter(String meterName, String description) {
		this.meterName = meterName;
		this.description = description;
	}

	/**
	 * Return the name of the meter.
	 * @return the name in Micrometer's notation
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Return what the meter says.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

}

package dev.mainstay.transaction.metrics;

/**
 * The meters of transactions. The tag {@code pool} is the bean name of a data source.
 */
public enum TransactionMeter {

	/**
	 * Counts transactions that are over. Tags: {@code pool}; {@code outcome}, one of
	 * {@code committed}, {@code rolled-back} and {@code unknown}.
	 */
	TRANSACTIONS("db.transactions", "Transactions that are over"),

	/**
	 * Gauges how many transactions are open. Tag: {@code pool}.
	 */
	ACTIVE("db.transactions.active", "Transactions that are open"),

	/**
	 * Times transactions from their first statement to their end: count and total. Tag:
	 * {@code pool}.
	 */
	DURATION("db.transactions.duration", "Time from the first statement of a transaction to its end"),

	/**
	 * Gauges the longest transaction since the start, in seconds. Tag: {@code pool}.
	 */
	LONGEST("db.transactions.longest", "Longest transaction since the start"),

	/**
	 * Counts transactions that took too long. Tags: {@code pool}; {@code event},
	 * {@code warned} or {@code ended}.
	 */
	LONG("db.transactions.long", "Transactions that took too long"),

	/**
	 * Counts deadlocks. Tag: {@code pool}.
	 */
	DEADLOCKS("db.transactions.deadlocks", "Transactions that were rolled back to end a deadlock"),

	/**
	 * Counts serialization conflicts. Tag: {@code pool}.
	 */
	CONFLICTS("db.transactions.conflicts", "Transactions that did not fit with another one"),

	/**
	 * Counts rollbacks that failed, so that the connection was closed instead. Tag:
	 * {@code pool}.
	 */
	ROLLBACK_FAILURES("db.transactions.rollback.failures", "Rollbacks that failed"),

	/**
	 * Counts commits whose answer was lost and whose outcome was proven later. Tags:
	 * {@code pool}; {@code outcome}, {@code committed} or {@code rolled-back}.
	 */
	RESOLVED("db.transactions.resolved", "Commits without an answer whose outcome was proven"),

	/**
	 * Counts further attempts of units of work. Tag: {@code kind}, a kind of failure.
	 */
	RETRIES("db.transactions.retries", "Further attempts after a failure"),

	/**
	 * Counts units of work that succeeded after a failure. Tag: {@code kind}, the kind of
	 * the last failure.
	 */
	RECOVERED("db.transactions.recovered", "Units of work that succeeded after a failure"),

	/**
	 * Counts units of work that failed for good. Tag: {@code reason}, why there was no
	 * other attempt.
	 */
	FAILED("db.transactions.failed", "Units of work that failed for good");

	private final String meterName;

	private final String description;

	TransactionMeter(String meterName, String description) {
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

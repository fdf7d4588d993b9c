package dev.mainstay.event;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A number about one data source and a window of time, as people and rules look at it.
 */
public enum Signal {

	/**
	 * Connections that are borrowed at the end of the window.
	 */
	CONNECTIONS_ACTIVE(Unit.COUNT, Merge.MEAN),

	/**
	 * Connections that rest in the pool.
	 */
	CONNECTIONS_IDLE(Unit.COUNT, Merge.MEAN),

	/**
	 * Threads that wait for a connection.
	 */
	CONNECTIONS_WAITING(Unit.COUNT, Merge.MAX),

	/**
	 * Borrowed connections as a share of those that the pool may open.
	 */
	CONNECTION_UTILIZATION(Unit.PERCENT, Merge.MAX),

	/**
	 * Connections that were opened.
	 */
	CONNECTIONS_CREATED(Unit.COUNT, Merge.SUM),

	/**
	 * Connections that were closed.
	 */
	CONNECTIONS_CLOSED(Unit.COUNT, Merge.SUM),

	/**
	 * Connections that could not be opened or were lost, and waits that ended without
	 * one, per minute.
	 */
	CONNECTION_ERRORS_PER_MINUTE(Unit.PER_MINUTE, Merge.MEAN),

	/**
	 * Waits for a connection that ended without one.
	 */
	ACQUIRE_TIMEOUTS(Unit.COUNT, Merge.SUM),

	/**
	 * Statements that were executed.
	 */
	STATEMENTS(Unit.COUNT, Merge.SUM),

	/**
	 * Statements per second.
	 */
	STATEMENTS_PER_SECOND(Unit.PER_SECOND, Merge.MEAN),

	/**
	 * Statements that failed.
	 */
	STATEMENT_ERRORS(Unit.COUNT, Merge.SUM),

	/**
	 * Failed statements as a share of all.
	 */
	ERROR_SHARE(Unit.PERCENT, Merge.MEAN),

	/**
	 * Average duration of a statement.
	 */
	STATEMENT_MEAN(Unit.MILLISECONDS, Merge.MEAN),

	/**
	 * Duration that half of the statements did not exceed.
	 */
	STATEMENT_P50(Unit.MILLISECONDS, Merge.MEAN),

	/**
	 * Duration that 95 % of the statements did not exceed.
	 */
	STATEMENT_P95(Unit.MILLISECONDS, Merge.MEAN),

	/**
	 * Duration that 99 % of the statements did not exceed.
	 */
	STATEMENT_P99(Unit.MILLISECONDS, Merge.MEAN),

	/**
	 * Longest statement.
	 */
	STATEMENT_MAX(Unit.MILLISECONDS, Merge.MAX),

	/**
	 * Slow statements.
	 */
	SLOW_STATEMENTS(Unit.COUNT, Merge.SUM),

	/**
	 * Slow statements as a share of all.
	 */
	SLOW_SHARE(Unit.PERCENT, Merge.MEAN),

	/**
	 * Rows that were read or changed.
	 */
	ROWS(Unit.COUNT, Merge.SUM),

	/**
	 * The slowest operation's duration that 95 % of its statements did not exceed. Has a
	 * value for each operation.
	 */
	OPERATION_P95(Unit.MILLISECONDS, Merge.MAX),

	/**
	 * Transactions that are open at the end of the window.
	 */
	TRANSACTIONS_ACTIVE(Unit.COUNT, Merge.MAX),

	/**
	 * Transactions that were committed.
	 */
	COMMITS(Unit.COUNT, Merge.SUM),

	/**
	 * Transactions that were rolled back.
	 */
	ROLLBACKS(Unit.COUNT, Merge.SUM),

	/**
	 * Deadlocks.
	 */
	DEADLOCKS(Unit.COUNT, Merge.SUM),

	/**
	 * Attempts after the first.
	 */
	RETRIES(Unit.COUNT, Merge.SUM),

	/**
	 * Times that a query cache was asked.
	 */
	CACHE_LOOKUPS(Unit.COUNT, Merge.SUM),

	/**
	 * Answers that came from a query cache, as a share of those asked of it.
	 */
	CACHE_HIT_RATIO(Unit.PERCENT, Merge.MEAN),

	/**
	 * Times that a circuit breaker opened.
	 */
	BREAKER_TRIPS(Unit.COUNT, Merge.SUM);

	private final Unit unit;

	private final Merge merge;

	Signal(Unit unit, Merge merge) {
		this.unit = unit;
		this.merge = merge;
	}

	/**
	 * Return what its numbers count.
	 * @return the unit
	 */
	public Unit unit() {
		return this.unit;
	}

	/**
	 * Return how the values of several windows become one.
	 * @return the rule
	 */
	public Merge merge() {
		return this.merge;
	}

	/**
	 * Return the name for properties and endpoints.
	 * @return the name in lower case with dashes, such as {@code statement-p95}
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return the signal of a name.
	 * @param id the name, in any case, with dashes or underscores
	 * @return the signal, or {@code null} if there is none
	 */
	public static @Nullable Signal ofId(String id) {
		String name = id.strip().toUpperCase(Locale.ROOT).replace('-', '_');
		for (Signal signal : values()) {
			if (signal.name().equals(name)) {
				return signal;
			}
		}
		return null;
	}

	/**
	 * What a number counts.
	 */
	public enum Unit {

		/**
		 * Things.
		 */
		COUNT(""),

		/**
		 * Hundredths, from 0 to 100.
		 */
		PERCENT("%"),

		/**
		 * Thousandths of a second.
		 */
		MILLISECONDS("ms"),

		/**
		 * Things in a second.
		 */
		PER_SECOND("/s"),

		/**
		 * Things in a minute.
		 */
		PER_MINUTE("/min");

		private final String symbol;

		Unit(String symbol) {
			this.symbol = symbol;
		}

		/**
		 * Return how it is written behind a number.
		 * @return the symbol, empty for things
		 */
		public String symbol() {
			return this.symbol;
		}

	}

	/**
	 * How the values of several windows become one.
	 */
	public enum Merge {

		/**
		 * They are added up.
		 */
		SUM,

		/**
		 * Their average counts.
		 */
		MEAN,

		/**
		 * The highest counts.
		 */
		MAX

	}

}

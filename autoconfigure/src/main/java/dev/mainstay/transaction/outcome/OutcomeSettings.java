package dev.mainstay.transaction.outcome;

import java.time.Duration;
import java.util.Set;

/**
 * How lost commits are looked into.
 */
public interface OutcomeSettings {

	/**
	 * Return what transactions leave behind.
	 * @return the mode
	 */
	OutcomeMode mode();

	/**
	 * Return where markers are written.
	 * @return the name of a table, perhaps after a schema and a dot; each is made of
	 * letters, digits and underscores
	 */
	String table();

	/**
	 * Return how long a single commit may be looked into. An answer under way is waited
	 * for.
	 * @return the longest time, far below the {@link #retention()}
	 */
	Duration timeout();

	/**
	 * Return how long markers are kept. The same for all that share a table.
	 * @return the age at which markers may be deleted
	 */
	Duration retention();

	/**
	 * Return the data sources whose commits are looked into.
	 * @return their bean names; all of them if empty
	 */
	Set<String> dataSources();

}

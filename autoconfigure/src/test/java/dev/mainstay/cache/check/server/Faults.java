package dev.mainstay.cache.check.server;

import java.sql.SQLException;
import java.util.Random;

import dev.mainstay.datasource.UnknownOutcomeException;

/**
 * What goes wrong with the connections of an instance. Safe for use by many threads.
 */
interface Faults {

	/**
	 * Nothing does.
	 */
	Faults NONE = (random, tally) -> {
	};

	/**
	 * Perhaps something happens to a connection, now or soon.
	 * @param random decides
	 * @param tally counts it
	 */
	void happen(Random random, Tally tally);

	/**
	 * Return whether an error belongs to what goes wrong, or to what clients do to each
	 * other.
	 * @param error the error
	 * @return whether the client goes on
	 */
	static boolean isExpected(SQLException error) {
		String state = String.valueOf(error.getSQLState());
		return error instanceof UnknownOutcomeException || isLoss(error) || state.startsWith("40")
				|| state.startsWith("25") || state.startsWith("23") || state.startsWith("55");
	}

	/**
	 * Return whether the connection is lost, so that nobody knows what became of the
	 * statement.
	 * @param error the error
	 * @return whether it is
	 */
	static boolean isLoss(SQLException error) {
		String state = String.valueOf(error.getSQLState());
		return state.startsWith("08") || state.startsWith("57") || state.startsWith("53")
				|| error instanceof java.sql.SQLTransientConnectionException;
	}

}

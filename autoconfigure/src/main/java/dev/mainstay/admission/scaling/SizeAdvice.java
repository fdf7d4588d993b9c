package dev.mainstay.admission.scaling;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Which size a pool should have for the load of the latest intervals, and the numbers
 * that say so. They are those of the busiest of these intervals.
 *
 * @param verdict what the numbers say
 * @param size how many connections the pool may have
 * @param recommended how many it should have; as many as it has if another number would
 * not help, or if too little is known
 * @param arrivalsPerSecond how many callers want a connection in a second
 * @param hold how long they hold it, on average
 * @param idleShare for which part of that nothing is asked of the database, from 0 to 1
 * @param offeredLoad how many connections would be lent at the same time, on average, if
 * nobody had to wait
 * @param peak how many were lent at the same time at most
 * @param measuredWait how long callers waited, on average
 * @param waitNow how long they would wait, on average, with the present size;
 * {@code null} for ever longer
 * @param waitThen how long they would wait with the recommended size; {@code null} for
 * ever longer
 * @param covered how much time was looked at
 * @param sentence the advice for people
 */
public record SizeAdvice(Verdict verdict, int size, int recommended, double arrivalsPerSecond, Duration hold,
		double idleShare, double offeredLoad, int peak, Duration measuredWait, @Nullable Duration waitNow,
		@Nullable Duration waitThen, Duration covered, String sentence) {

	/**
	 * What the numbers say about a pool.
	 */
	public enum Verdict {

		/**
		 * Callers wait for connections, and more of them would help.
		 */
		TOO_SMALL,

		/**
		 * Callers wait for connections, which are held for the most part without asking
		 * anything of the database: more would help, but holding them for a shorter time
		 * would help more.
		 */
		HELD_IDLE,

		/**
		 * Callers wait for connections because the database takes longer the more are in
		 * use: more would hardly help.
		 */
		DATABASE_BUSY,

		/**
		 * Half of the connections would do.
		 */
		TOO_LARGE,

		/**
		 * None of these.
		 */
		FINE,

		/**
		 * There were too few callers to say.
		 */
		NOT_ENOUGH_DATA;

		private final String id;

		Verdict() {
			this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

		/**
		 * Return the name for endpoints.
		 * @return the name in lower case with dashes, such as {@code too-small}
		 */
		public String id() {
			return this.id;
		}

	}

}

package dev.mainstay.transaction.deadlock;

import java.util.Locale;

/**
 * How bad deadlocks are.
 */
public enum DeadlockSeverity {

	/**
	 * None, or so few that trying again is all they need.
	 */
	LOW,

	/**
	 * Six or more in the last hour, or more than five in the last day that are one in
	 * 1000 transactions: worth a look at the advice.
	 */
	MEDIUM,

	/**
	 * Sixty or more in the last hour, or more than five in the last day that are one in
	 * 100 transactions: work gets slower because of them.
	 */
	HIGH;

	private static final long FEW = 5;

	static DeadlockSeverity of(long lastHour, long lastDay, long transactionsOfLastDay) {
		boolean few = lastDay <= FEW;
		double share = (double) lastDay / Math.max(1, Math.max(lastDay, transactionsOfLastDay));
		if (lastHour >= 60 || (!few && share >= 0.01)) {
			return HIGH;
		}
		return (lastHour >= 6 || (!few && share >= 0.001)) ? MEDIUM : LOW;
	}

	/**
	 * Return the severity as a word.
	 * @return the word in lower case
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}

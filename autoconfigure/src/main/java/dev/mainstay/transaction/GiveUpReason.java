package dev.mainstay.transaction;

/**
 * Why a unit of work that failed is not tried again.
 */
public enum GiveUpReason {

	/**
	 * Another attempt would fail likewise, or might do the work twice.
	 */
	NOT_RETRYABLE,

	/**
	 * It was tried as often as the policy allows.
	 */
	ATTEMPTS_EXHAUSTED,

	/**
	 * The time for the whole unit would not suffice for another attempt.
	 */
	DEADLINE,

	/**
	 * Too many units are tried again already, compared with those that succeed.
	 */
	BUDGET_EXHAUSTED,

	/**
	 * It was part of a transaction that was open before, which alone can be repeated.
	 */
	OUTER_TRANSACTION,

	/**
	 * A session that is longer than the unit, such as that of open-in-view, held entities
	 * when the unit began; after another attempt nobody would save what is changed on
	 * them.
	 */
	OPEN_SESSION,

	/**
	 * The thread was interrupted.
	 */
	INTERRUPTED

}

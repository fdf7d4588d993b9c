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
	 * An argument is an entity that belongs to a session outside of the unit; the next
	 * attempt would change an object that nobody saves.
	 */
	MANAGED_ARGUMENT,

	/**
	 * The thread was interrupted.
	 */
	INTERRUPTED

}

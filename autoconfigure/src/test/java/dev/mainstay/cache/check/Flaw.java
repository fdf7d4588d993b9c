package dev.mainstay.cache.check;

/**
 * A mistake that is made on purpose, to see that it is found.
 */
enum Flaw {

	/**
	 * Everything is as it should be.
	 */
	NONE,

	/**
	 * The stamp is taken when the data was already read.
	 */
	STAMPS_AFTER_THE_LOAD,

	/**
	 * The versions are raised before the commit is sent.
	 */
	RAISES_BEFORE_THE_COMMIT,

	/**
	 * Nothing is raised if the outcome of the commit is unknown.
	 */
	FORGETS_UNKNOWN_OUTCOMES,

	/**
	 * Nothing is held while a commit becomes visible.
	 */
	HOLDS_NOTHING,

	/**
	 * Statements outside of transactions raise nothing.
	 */
	FORGETS_AUTOCOMMIT,

	/**
	 * Whoever waits for the load of another gets what it brings.
	 */
	SHARES_EVERY_LOAD,

	/**
	 * Nobody asks whether an answer is current.
	 */
	NEVER_ASKS,

	/**
	 * Only tags that are known raise their versions, so that new ones begin too low.
	 */
	RAISES_KNOWN_TAGS_ONLY,

	/**
	 * It is not known what the own transaction has changed.
	 */
	DOES_NOT_SEE_OWN_WRITES,

	/**
	 * It is not known that a transaction reads a snapshot.
	 */
	DOES_NOT_SEE_SNAPSHOTS,

	/**
	 * A commit that is sent as a statement is not seen.
	 */
	DOES_NOT_SEE_SENT_COMMITS

}

package dev.mainstay.cache.cluster;

/**
 * What becomes of a change that is to be announced, where it cannot be.
 */
public enum UnpublishedChange {

	/**
	 * It is committed. Others may give what was there before for as long as they may
	 * without announcements.
	 */
	PROCEED,

	/**
	 * It is not committed, and its transaction rolled back.
	 */
	FAIL

}

package dev.mainstay.pool;

/**
 * What is done about a connection that was not given back.
 */
public enum LeakAction {

	/**
	 * It is told of, and left alone.
	 */
	REPORT,

	/**
	 * It is told of, cut, and replaced.
	 */
	EVICT

}

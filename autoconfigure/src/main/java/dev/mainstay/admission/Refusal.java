package dev.mainstay.admission;

import java.util.Locale;

/**
 * Why a caller got no connection. The set is closed.
 */
public enum Refusal {

	/**
	 * As many wait as may.
	 */
	QUEUE_FULL,

	/**
	 * Callers have been waiting without a break for longer than the interval, and this
	 * one would have waited longer than the target.
	 */
	OVERLOAD,

	/**
	 * No connection came back for longer than the interval.
	 */
	STALLED,

	/**
	 * The work would have been over its time before a connection was free.
	 */
	DEADLINE,

	/**
	 * None was free within the longest wait of a caller that may be refused.
	 */
	MAX_WAIT,

	/**
	 * None was free for as long as the pool lets a caller wait.
	 */
	TIMEOUT,

	/**
	 * Every thread that has a connection waits for a second one, so none would have come
	 * back.
	 */
	POOL_LOCK;

	private final String id;

	Refusal() {
		this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return the name for meters and endpoints.
	 * @return the name in lower case with dashes, such as {@code queue-full}
	 */
	public String id() {
		return this.id;
	}

}

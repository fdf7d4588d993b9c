package dev.mainstay.admission.breaker;

import java.util.Locale;

/**
 * What a {@link Breaker} does with callers.
 */
public enum BreakerState {

	/**
	 * All are let through.
	 */
	CLOSED,

	/**
	 * All are refused.
	 */
	OPEN,

	/**
	 * All are refused while it is being tried whether the database is back.
	 */
	HALF_OPEN;

	private final String id;

	BreakerState() {
		this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return the name for meters and endpoints.
	 * @return the name in lower case with dashes, such as {@code half-open}
	 */
	public String id() {
		return this.id;
	}

}

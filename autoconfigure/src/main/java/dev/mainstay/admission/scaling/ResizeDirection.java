package dev.mainstay.admission.scaling;

import java.util.Locale;

/**
 * Whether a pool was made larger or smaller.
 */
public enum ResizeDirection {

	/**
	 * It has more connections than before.
	 */
	UP,

	/**
	 * It has fewer.
	 */
	DOWN;

	private final String id;

	ResizeDirection() {
		this.id = name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return the name for meters.
	 * @return the name in lower case
	 */
	public String id() {
		return this.id;
	}

}

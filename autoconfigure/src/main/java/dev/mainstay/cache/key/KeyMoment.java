package dev.mainstay.cache.key;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What all answers of one thread depend on at one moment.
 */
public final class KeyMoment {

	private final @Nullable Object[] values;

	private KeyMoment(@Nullable Object[] values) {
		this.values = values;
	}

	/**
	 * Return what the answers of the calling thread depend on.
	 * @param context what contributes to it
	 * @return the moment
	 * @throws UnfitForKeyException if something cannot be a part of a key
	 */
	public static KeyMoment of(KeyContext context) {
		return new KeyMoment(new KeyParts().freeze(context.values()));
	}

	boolean isSame(@Nullable Object[] others) {
		return Arrays.equals(this.values, others);
	}

}

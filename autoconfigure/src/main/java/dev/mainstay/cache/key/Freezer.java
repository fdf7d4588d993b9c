package dev.mainstay.cache.key;

import org.jspecify.annotations.Nullable;

/**
 * Makes parts of the values of one class. Thread-safe.
 */
@FunctionalInterface
interface Freezer {

	/**
	 * Make a part of a value.
	 * @param value the value, of that class
	 * @param parts makes parts of what is in it
	 * @return the part, which shares nothing with the value that can change
	 * @throws UnfitForKeyException if that is not possible
	 */
	Object freeze(Object value, KeyParts parts);

	/**
	 * Return why no value of the class can be a part.
	 * @return the reason, or {@code null}
	 */
	default @Nullable String refusal() {
		return null;
	}

	/**
	 * Refuse all values of a class.
	 * @param reason why, as a sentence without a full stop
	 * @return what refuses them
	 */
	static Freezer refusing(String reason) {
		return new Freezer() {

			@Override
			public Object freeze(Object value, KeyParts parts) {
				throw new UnfitForKeyException(reason);
			}

			@Override
			public String refusal() {
				return reason;
			}

		};
	}

}

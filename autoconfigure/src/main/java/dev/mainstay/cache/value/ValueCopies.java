package dev.mainstay.cache.value;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Makes copies of values that share nothing with the original that can change.
 */
public final class ValueCopies {

	/**
	 * Copy a value, or keep it as it is if nothing of it can change.
	 * @param value the value, may be {@code null}
	 * @return what is kept
	 * @throws UncacheableValueException if it is nothing that can be copied, such as an
	 * entity or a stream
	 */
	public KeptValue keep(@Nullable Object value) {
		return new KeptValue(value, 0);
	}

	/**
	 * Return why no value of a type can be kept, as far as the type tells.
	 * @param type the declared type, such as the return type of a method
	 * @return what it is and what to return instead; {@code null} if values may be kept
	 */
	public static @Nullable String refusal(Type type) {
		return null;
	}

}

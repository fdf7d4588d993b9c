package dev.mainstay.cache.value;

import java.lang.reflect.Type;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Makes copies of values that share nothing with the original that can change. What is
 * immutable is not copied. Thread-safe.
 */
public final class ValueCopies {

	private final Plans plans;

	/**
	 * Create copies that know entities by their annotation.
	 */
	public ValueCopies() {
		this((type) -> false);
	}

	/**
	 * Create copies that know entities by their annotation and otherwise.
	 * @param entities tells which other classes are entities, such as those that are
	 * mapped in XML; asked once per class
	 */
	public ValueCopies(Predicate<Class<?>> entities) {
		this.plans = new Plans(entities);
	}

	/**
	 * Copy a value, or keep it as it is if nothing of it can change.
	 * @param value the value, may be {@code null}
	 * @return what is kept
	 * @throws UncacheableValueException if it is nothing that can be copied, such as an
	 * entity or a stream
	 */
	public KeptValue keep(@Nullable Object value) {
		if (value == null) {
			return KeptValue.immutable(null, 0);
		}
		try {
			Walk walk = Walk.keeping(this.plans);
			Object copy = walk.copy(value);
			long weight = walk.weight();
			if (!walk.isMutable()) {
				return KeptValue.immutable(copy, weight);
			}
			Plan plan = this.plans.get(copy.getClass());
			return walk.isFlat() ? KeptValue.flat(copy, weight, plan)
					: KeptValue.deep(copy, weight, plan, this.plans, walk.isShared());
		}
		catch (UncacheableValueException ex) {
			throw ex;
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new UncacheableValueException("result is a %s that cannot be copied (%s): %s"
				.formatted(value.getClass().getName(), ex.getClass().getName(), Refusals.ADVICE), ex);
		}
	}

	/**
	 * Return why no value of a type can be kept, as far as the type tells.
	 * @param type the declared type, such as the return type of a method
	 * @return what it is and what to return instead, going on after the name of what is
	 * declared; {@code null} if values may be kept
	 */
	public static @Nullable String refusal(Type type) {
		return new DeclaredType().refusal(type);
	}

}

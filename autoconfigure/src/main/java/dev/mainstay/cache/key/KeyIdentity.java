package dev.mainstay.cache.key;

import java.lang.ref.WeakReference;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * Stands for one object in keys, without keeping it in memory. Thread-safe.
 */
public final class KeyIdentity {

	private static final int MOST_ATTEMPTS = 10;

	private final WeakReference<Object> object;

	private final Class<?> type;

	private final BiFunction<Object, Class<?>, @Nullable String> names;

	private volatile @Nullable String name;

	private volatile int attempts;

	KeyIdentity(Object object, Class<?> type, BiFunction<Object, Class<?>, @Nullable String> names) {
		this.object = new WeakReference<>(object);
		this.type = type;
		this.names = names;
	}

	/**
	 * Return the name that the object has in all instances of the application.
	 * @return the name, or {@code null} if it has none, or not yet
	 */
	@Nullable String name() {
		String known = this.name;
		Object named = (known == null && this.attempts < MOST_ATTEMPTS) ? this.object.get() : null;
		if (named == null) {
			return known;
		}
		known = this.names.apply(named, this.type);
		this.name = known;
		// Lost counts mean a look more.
		this.attempts = this.attempts + 1;
		return known;
	}

	@Override
	public String toString() {
		return "@";
	}

}

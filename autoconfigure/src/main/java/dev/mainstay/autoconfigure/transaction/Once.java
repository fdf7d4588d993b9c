package dev.mainstay.autoconfigure.transaction;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Asks the context for a bean when it is first needed, and then no more. Two threads may
 * ask at the same time and get the same.
 *
 * @param <T> the type of the bean
 */
final class Once<T> implements Supplier<T> {

	private final Supplier<T> source;

	private volatile @Nullable T value;

	Once(Supplier<T> source) {
		this.source = source;
	}

	@Override
	public T get() {
		T known = this.value;
		if (known == null) {
			known = this.source.get();
			this.value = known;
		}
		return known;
	}

}

package dev.mainstay.cache.value;

import org.jspecify.annotations.Nullable;

/**
 * A private copy of a value, or an immutable value itself. Thread-safe.
 */
public final class KeptValue {

	private final @Nullable Object value;

	private final long weight;

	KeptValue(@Nullable Object value, long weight) {
		this.value = value;
		this.weight = weight;
	}

	/**
	 * Return what the caller may change without altering what is kept.
	 * @return a copy, or the value itself if it cannot be changed
	 */
	public @Nullable Object give() {
		return this.value;
	}

	/**
	 * Return how much memory the value takes.
	 * @return an estimate, in bytes
	 */
	public long weight() {
		return this.weight;
	}

}

package dev.mainstay.cache.value;

import org.jspecify.annotations.Nullable;

/**
 * A private copy of a value, or an immutable value itself. Thread-safe.
 */
public final class KeptValue {

	private final @Nullable Object value;

	private final long weight;

	// None if the value cannot be changed.
	private final @Nullable Plan plan;

	// None if nothing but the value itself can be changed.
	private final @Nullable Plans plans;

	private final boolean shared;

	private KeptValue(@Nullable Object value, long weight, @Nullable Plan plan, @Nullable Plans plans, boolean shared) {
		this.value = value;
		this.weight = weight;
		this.plan = plan;
		this.plans = plans;
		this.shared = shared;
	}

	static KeptValue immutable(@Nullable Object value, long weight) {
		return new KeptValue(value, weight, null, null, false);
	}

	static KeptValue flat(Object value, long weight, Plan plan) {
		return new KeptValue(value, weight, plan, null, false);
	}

	static KeptValue deep(Object value, long weight, Plan plan, Plans plans, boolean shared) {
		return new KeptValue(value, weight, plan, plans, shared);
	}

	/**
	 * Return what the caller may change without altering what is kept.
	 * @return a copy, or the value itself if it cannot be changed
	 */
	public @Nullable Object give() {
		Object kept = this.value;
		if (this.plan == null || kept == null) {
			return kept;
		}
		if (this.plans == null) {
			return this.plan.shallow(kept);
		}
		return Walk.giving(this.plans, this.shared).copy(kept);
	}

	/**
	 * Return how much memory the value takes.
	 * @return an estimate, in bytes
	 */
	public long weight() {
		return this.weight;
	}

}

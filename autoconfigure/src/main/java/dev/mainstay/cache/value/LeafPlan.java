package dev.mainstay.cache.value;

import java.util.function.ToLongFunction;

/**
 * Keeps what cannot change.
 */
final class LeafPlan extends Plan {

	private final ToLongFunction<Object> weight;

	LeafPlan(ToLongFunction<Object> weight) {
		this.weight = weight;
	}

	@Override
	Object copy(Object value, Walk walk) {
		walk.weigh(this.weight.applyAsLong(value));
		walk.immutable();
		return value;
	}

}

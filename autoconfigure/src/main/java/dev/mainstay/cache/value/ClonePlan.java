package dev.mainstay.cache.value;

import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * Copies what can be changed, but holds nothing that can.
 */
final class ClonePlan extends Plan {

	private final UnaryOperator<Object> clone;

	private final ToLongFunction<Object> weight;

	ClonePlan(UnaryOperator<Object> clone, ToLongFunction<Object> weight) {
		this.clone = clone;
		this.weight = weight;
	}

	@Override
	Object copy(Object value, Walk walk) {
		Object known = walk.known(value);
		if (known != null) {
			return known;
		}
		Object copy = this.clone.apply(value);
		walk.weigh(this.weight.applyAsLong(value));
		walk.begin(value, copy);
		walk.mutable(false);
		walk.end(value, copy);
		return copy;
	}

	@Override
	Object shallow(Object value) {
		return this.clone.apply(value);
	}

}

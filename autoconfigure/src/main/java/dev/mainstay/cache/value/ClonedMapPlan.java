package dev.mainstay.cache.value;

import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Copies maps that know how to copy themselves and have immutable keys.
 */
@SuppressWarnings("unchecked")
final class ClonedMapPlan extends Plan {

	private final Function<Object, Object> clone;

	ClonedMapPlan(Function<Object, Object> clone) {
		this.clone = clone;
	}

	@Override
	Object copy(Object value, Walk walk) {
		Object known = walk.known(value);
		if (known != null) {
			return known;
		}
		Map<Object, @Nullable Object> copy = (Map<Object, @Nullable Object>) this.clone.apply(value);
		walk.weigh(96 + 96L * copy.size());
		walk.begin(value, copy);
		boolean mutable = false;
		int index = 0;
		for (Map.Entry<Object, @Nullable Object> entry : copy.entrySet()) {
			entry.setValue(walk.copy(entry.getValue(), "values", index++));
			mutable |= walk.isMutable();
		}
		walk.mutable(mutable);
		walk.end(value, copy);
		return copy;
	}

	@Override
	Object shallow(Object value) {
		return this.clone.apply(value);
	}

}

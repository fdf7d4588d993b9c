package dev.mainstay.cache.value;

import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Copies maps that can be changed.
 */
final class MapPlan extends Plan {

	private final Function<Map<?, ?>, Map<@Nullable Object, @Nullable Object>> empty;

	private final Function<Map<?, ?>, Object> full;

	MapPlan(Function<Map<?, ?>, Map<@Nullable Object, @Nullable Object>> empty, Function<Map<?, ?>, Object> full) {
		this.empty = empty;
		this.full = full;
	}

	@Override
	Object copy(Object value, Walk walk) {
		Object known = walk.known(value);
		if (known != null) {
			return known;
		}
		Map<?, ?> source = (Map<?, ?>) value;
		Map<@Nullable Object, @Nullable Object> copy = this.empty.apply(source);
		walk.weigh(64 + 48L * source.size());
		walk.begin(value, copy);
		Entries entries = Entries.of(source, walk);
		if (entries.isCircular()) {
			walk.later(() -> entries.putInto(copy));
		}
		else {
			entries.putInto(copy);
		}
		walk.mutable(entries.isMutable());
		walk.end(value, copy);
		return copy;
	}

	@Override
	Object shallow(Object value) {
		return this.full.apply((Map<?, ?>) value);
	}

}

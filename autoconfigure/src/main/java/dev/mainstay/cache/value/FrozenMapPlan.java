package dev.mainstay.cache.value;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * Copies maps that cannot be changed themselves; those that are views of others are taken
 * off them.
 */
final class FrozenMapPlan extends Plan {

	private final BiFunction<Map<?, ?>, Map<@Nullable Object, @Nullable Object>, Object> make;

	private final boolean view;

	FrozenMapPlan(BiFunction<Map<?, ?>, Map<@Nullable Object, @Nullable Object>, Object> make, boolean view) {
		this.make = make;
		this.view = view;
	}

	@Override
	Object copy(Object value, Walk walk) {
		Object known = walk.known(value);
		if (known != null) {
			return known;
		}
		walk.begin(value, null);
		Map<?, ?> source = (Map<?, ?>) value;
		walk.weigh(32 + 16L * source.size());
		Entries entries = Entries.of(source, walk);
		if (entries.isCircular() || walk.isIncomplete()) {
			throw walk.refuse(Plan.CIRCULAR);
		}
		Object copy = value;
		if (this.view || entries.isChanged()) {
			Map<@Nullable Object, @Nullable Object> parts = new LinkedHashMap<>();
			entries.putInto(parts);
			copy = this.make.apply(source, parts);
		}
		walk.onlyParts(entries.isMutable());
		walk.end(value, copy);
		return copy;
	}

}

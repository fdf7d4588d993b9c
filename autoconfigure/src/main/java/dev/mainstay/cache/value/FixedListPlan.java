package dev.mainstay.cache.value;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Copies lists whose size is fixed, but whose elements can be replaced.
 */
@SuppressWarnings("unchecked")
final class FixedListPlan extends Plan {

	@Override
	Object copy(Object value, Walk walk) {
		Object known = walk.known(value);
		if (known != null) {
			return known;
		}
		List<@Nullable Object> source = (List<@Nullable Object>) value;
		List<@Nullable Object> copy = Arrays.asList(source.toArray());
		walk.weigh(40 + 4L * source.size());
		walk.begin(value, copy);
		boolean mutable = false;
		for (int i = 0; i < copy.size(); i++) {
			copy.set(i, walk.copy(source.get(i), null, i));
			mutable |= walk.isMutable();
		}
		walk.mutable(mutable);
		walk.end(value, copy);
		return copy;
	}

	@Override
	Object shallow(Object value) {
		return Arrays.asList(((List<@Nullable Object>) value).toArray());
	}

}

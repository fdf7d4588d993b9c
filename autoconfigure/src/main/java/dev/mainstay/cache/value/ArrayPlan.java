package dev.mainstay.cache.value;

import java.lang.reflect.Array;

import org.jspecify.annotations.Nullable;

/**
 * Copies arrays of objects.
 */
final class ArrayPlan extends Plan {

	@Override
	Object copy(Object value, Walk walk) {
		Object known = walk.known(value);
		if (known != null) {
			return known;
		}
		Object[] source = (Object[]) value;
		@Nullable Object[] copy = (@Nullable Object[]) Array.newInstance(value.getClass().getComponentType(), source.length);
		walk.weigh(16 + 4L * source.length);
		walk.begin(value, copy);
		boolean mutable = false;
		for (int i = 0; i < source.length; i++) {
			copy[i] = walk.copy(source[i], null, i);
			mutable |= walk.isMutable();
		}
		walk.mutable(mutable);
		walk.end(value, copy);
		return copy;
	}

	@Override
	Object shallow(Object value) {
		return ((Object[]) value).clone();
	}

}

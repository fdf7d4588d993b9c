package dev.mainstay.cache.value;

import java.util.Collection;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * Copies collections that cannot be changed themselves; those that are views of others
 * are taken off them.
 */
final class FrozenPlan extends Plan {

	private final BiFunction<Collection<?>, @Nullable Object[], Object> make;

	private final boolean view;

	/**
	 * Create a plan.
	 * @param make makes a collection like the given one of other elements
	 * @param view whether somebody else may change what is in the collection
	 */
	FrozenPlan(BiFunction<Collection<?>, @Nullable Object[], Object> make, boolean view) {
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
		Collection<?> source = (Collection<?>) value;
		@Nullable Object[] elements = source.toArray();
		walk.weigh(32 + 8L * elements.length);
		boolean mutable = false;
		boolean changed = this.view;
		for (int i = 0; i < elements.length; i++) {
			Object element = elements[i];
			elements[i] = walk.copy(element, null, i);
			mutable |= walk.isMutable();
			changed |= elements[i] != element;
		}
		if (walk.isIncomplete()) {
			throw walk.refuse(Plan.CIRCULAR);
		}
		Object copy = changed ? this.make.apply(source, elements) : value;
		walk.onlyParts(mutable);
		walk.end(value, copy);
		return copy;
	}

}

package dev.mainstay.cache.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Copies collections that can be changed.
 */
final class CollectionPlan extends Plan {

	private final Function<Collection<?>, Collection<@Nullable Object>> empty;

	private final Function<Collection<?>, Object> full;

	private final boolean compares;

	/**
	 * Create a plan.
	 * @param empty makes a collection of the same kind
	 * @param full makes a collection of the same kind with the same elements
	 * @param compares whether the collection compares its elements with each other
	 */
	CollectionPlan(Function<Collection<?>, Collection<@Nullable Object>> empty, Function<Collection<?>, Object> full,
			boolean compares) {
		this.empty = empty;
		this.full = full;
		this.compares = compares;
	}

	@Override
	Object copy(Object value, Walk walk) {
		Object known = walk.known(value);
		if (known != null) {
			return known;
		}
		Collection<?> source = (Collection<?>) value;
		Collection<@Nullable Object> copy = this.empty.apply(source);
		walk.weigh(48 + (this.compares ? 48L : 5L) * source.size());
		walk.begin(value, copy);
		List<@Nullable Object> elements = new ArrayList<>(source.size());
		int circles = walk.circles();
		boolean mutable = false;
		int index = 0;
		for (Object element : source) {
			elements.add(walk.copy(element, null, index++));
			mutable |= walk.isMutable();
		}
		if (this.compares && walk.circles() != circles) {
			// Some element is not complete yet, so that its hash code may change.
			walk.later(() -> copy.addAll(elements));
		}
		else {
			copy.addAll(elements);
		}
		walk.mutable(mutable);
		walk.end(value, copy);
		return copy;
	}

	@Override
	Object shallow(Object value) {
		return this.full.apply((Collection<?>) value);
	}

}

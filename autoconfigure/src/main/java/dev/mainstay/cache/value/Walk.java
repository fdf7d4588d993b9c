package dev.mainstay.cache.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One way through a value and all that it holds, to copy it. What is held twice is copied
 * once, so that circles stay circles.
 */
final class Walk {

	private static final int MOST_OBJECTS = 500_000;

	private static final int MOST_DEPTH = 200;

	private final Plans plans;

	private final boolean keeping;

	// None if it is known that nothing is held twice.
	private final @Nullable Map<Object, Place> places;

	private final List<Runnable> later = new ArrayList<>(0);

	private @Nullable String[] names = new String[8];

	private int[] indexes = new int[8];

	private int depth;

	private int objects;

	private long weight;

	private int circles;

	private boolean shared;

	// What the last copy is: whether it can be changed, and whether what it holds can.
	private boolean mutable;

	private boolean flat;

	private Walk(Plans plans, boolean keeping, boolean shared) {
		this.plans = plans;
		this.keeping = keeping;
		this.places = (keeping || shared) ? new IdentityHashMap<>(8) : null;
	}

	static Walk keeping(Plans plans) {
		return new Walk(plans, true, true);
	}

	static Walk giving(Plans plans, boolean shared) {
		return new Walk(plans, false, shared);
	}

	Object copy(Object root) {
		Object copy = copied(root);
		for (int i = 0; i < this.later.size(); i++) {
			this.later.get(i).run();
		}
		return copy;
	}

	@Nullable Object copy(@Nullable Object value, @Nullable String name, int index) {
		if (value == null) {
			this.mutable = false;
			return null;
		}
		if (this.depth == this.names.length) {
			grow();
		}
		this.names[this.depth] = name;
		this.indexes[this.depth] = index;
		this.depth++;
		Object copy = copied(value);
		this.depth--;
		return copy;
	}

	private void grow() {
		if (this.depth >= MOST_DEPTH) {
			throw refuse("is nested too deeply to be copied: return a flat list instead");
		}
		this.names = Arrays.copyOf(this.names, this.depth * 2);
		this.indexes = Arrays.copyOf(this.indexes, this.depth * 2);
	}

	private Object copied(Object value) {
		if (this.keeping && ++this.objects > MOST_OBJECTS) {
			throw refuse("is one of more than %d objects: read less at a time".formatted(MOST_OBJECTS));
		}
		return this.plans.get(value.getClass()).copy(value, this);
	}

	boolean isKeeping() {
		return this.keeping;
	}

	// What has been copied before, or is being copied.
	@Nullable Object known(Object value) {
		Place place = (this.places != null) ? this.places.get(value) : null;
		if (place == null) {
			return null;
		}
		this.shared = true;
		if (!place.done) {
			this.circles++;
			if (place.copy == null) {
				throw refuse("is a %s that holds itself: ".formatted(value.getClass().getName()) + Refusals.ADVICE);
			}
		}
		this.mutable = place.mutable;
		return place.copy;
	}

	// The copy is none if it can be made only of what it holds.
	void begin(Object value, @Nullable Object copy) {
		if (this.places != null) {
			this.places.put(value, new Place(copy));
		}
	}

	void end(Object value, Object copy) {
		Place place = (this.places != null) ? this.places.get(value) : null;
		if (place != null) {
			place.copy = copy;
			place.done = true;
			place.mutable = this.mutable;
		}
	}

	// How often something was held by what it holds so far.
	int circles() {
		return this.circles;
	}

	void later(Runnable filling) {
		this.later.add(filling);
	}

	boolean isIncomplete() {
		return !this.later.isEmpty();
	}

	void weigh(long bytes) {
		this.weight += bytes;
	}

	void immutable() {
		this.mutable = false;
	}

	// Can be changed, and what it holds can or cannot.
	void mutable(boolean partsMutable) {
		this.mutable = true;
		this.flat = !partsMutable;
	}

	// Can be changed only through what it holds.
	void onlyParts(boolean partsMutable) {
		this.mutable = partsMutable;
		this.flat = false;
	}

	boolean isMutable() {
		return this.mutable;
	}

	boolean isFlat() {
		return this.flat;
	}

	boolean isShared() {
		return this.shared;
	}

	long weight() {
		return this.weight;
	}

	UncacheableValueException refuse(String reason) {
		return refuse(reason, null);
	}

	UncacheableValueException refuse(String reason, @Nullable Throwable cause) {
		StringBuilder path = new StringBuilder("result");
		for (int i = 0; i < this.depth; i++) {
			if (this.names[i] != null) {
				path.append('.').append(this.names[i]);
			}
			if (this.indexes[i] >= 0) {
				path.append('[').append(this.indexes[i]).append(']');
			}
		}
		return new UncacheableValueException(path.append(' ').append(reason).toString(), cause);
	}

	/**
	 * What has become of one object.
	 */
	private static final class Place {

		private @Nullable Object copy;

		private boolean done;

		private boolean mutable = true;

		Place(@Nullable Object copy) {
			this.copy = copy;
		}

	}

}

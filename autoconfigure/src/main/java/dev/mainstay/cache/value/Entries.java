package dev.mainstay.cache.value;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Copies of what a map holds.
 */
final class Entries {

	private final @Nullable Object[] keys;

	private final @Nullable Object[] values;

	private boolean mutable;

	private boolean circular;

	private boolean changed;

	private Entries(int size) {
		this.keys = new Object[size];
		this.values = new Object[size];
	}

	static Entries of(Map<?, ?> source, Walk walk) {
		Object[] pairs = source.entrySet().toArray();
		Entries copies = new Entries(pairs.length);
		for (int i = 0; i < pairs.length; i++) {
			Map.Entry<?, ?> pair = (Map.Entry<?, ?>) pairs[i];
			int circles = walk.circles();
			copies.keys[i] = walk.copy(pair.getKey(), "keys", i);
			copies.mutable |= walk.isMutable();
			copies.circular |= walk.circles() != circles;
			copies.values[i] = walk.copy(pair.getValue(), "values", i);
			copies.mutable |= walk.isMutable();
			copies.changed |= copies.keys[i] != pair.getKey() || copies.values[i] != pair.getValue();
		}
		return copies;
	}

	void putInto(Map<@Nullable Object, @Nullable Object> map) {
		for (int i = 0; i < this.keys.length; i++) {
			map.put(this.keys[i], this.values[i]);
		}
	}

	boolean isMutable() {
		return this.mutable;
	}

	// Whether some key is not complete yet, so that its hash code may change.
	boolean isCircular() {
		return this.circular;
	}

	boolean isChanged() {
		return this.changed;
	}

}

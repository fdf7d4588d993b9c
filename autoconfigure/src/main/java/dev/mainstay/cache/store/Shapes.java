package dev.mainstay.cache.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What is known of each method, by name, and of all that are too many to be told apart
 * together. Thread-safe.
 */
final class Shapes {

	private static final int MOST = 1000;

	private final Map<String, Shape> named = new ConcurrentHashMap<>();

	private final Shape others;

	private final long room;

	// Guarded by the lock of this object, like what is added to the names.
	private final List<Consumer<String>> listeners = new ArrayList<>();

	Shapes(String others, long room) {
		this.room = room;
		this.others = new Shape(others, room);
	}

	Shape get(String name) {
		Shape known = this.named.get(name);
		return (known != null) ? known : create(name);
	}

	private synchronized Shape create(String name) {
		Shape known = this.named.get(name);
		if (known == null) {
			if (isFull()) {
				return this.others;
			}
			known = new Shape(name, this.room);
			this.named.put(name, known);
			this.listeners.forEach((listener) -> listener.accept(name));
		}
		return known;
	}

	private boolean isFull() {
		return this.named.size() >= MOST;
	}

	Set<String> names() {
		Set<String> names = new HashSet<>(this.named.keySet());
		if (names.size() >= MOST) {
			names.add(this.others.name());
		}
		return names;
	}

	synchronized void forEach(Consumer<String> listener) {
		this.named.keySet().stream().sorted().forEach(listener);
		this.listeners.add(listener);
	}

	List<ShapeStatistics> statistics() {
		List<ShapeStatistics> each = new ArrayList<>();
		this.named.values().forEach((shape) -> each.add(shape.statistics()));
		if (isFull()) {
			each.add(this.others.statistics());
		}
		each.sort(Comparator.comparing(ShapeStatistics::name));
		return each;
	}

}

package dev.mainstay.observe.detect;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known about a statement that was repeated in some unit of work. Thread-safe: it
 * does not matter if a few units of work are not counted.
 */
final class Suspect {

	// Units of work after which it is not worth while to look early where it comes from.
	private static final int PATIENCE = 20;

	private static final int MOST_PLACES = 16;

	private final StatementShape shape;

	private final Set<Integer> places = ConcurrentHashMap.newKeySet();

	private volatile int fruitless;

	Suspect(StatementShape shape) {
		this.shape = shape;
	}

	StatementShape shape() {
		return this.shape;
	}

	void foundAt(CallPlace place) {
		if (this.places.size() < MOST_PLACES) {
			this.places.add(place.identity());
		}
	}

	boolean isKnownAt(CallPlace place) {
		return this.places.contains(place.identity());
	}

	boolean isWorthAnEarlyLook() {
		return this.places.isEmpty() && this.fruitless < PATIENCE;
	}

	void nothingFound() {
		int before = this.fruitless;
		if (before < PATIENCE) {
			this.fruitless = before + 1;
		}
	}

}

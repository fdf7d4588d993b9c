package dev.mainstay.observe.detect;

import org.jspecify.annotations.Nullable;

/**
 * Where the executions of one statement in one unit of work come from, for as few of them
 * as are needed to tell. Confined to the thread that does the work.
 */
final class PlaceTally {

	private static final int MOST_PLACES = 4;

	private final @Nullable CallPlace[] places = new CallPlace[MOST_PLACES];

	private final int[] times = new int[MOST_PLACES];

	private int looks;

	/**
	 * Count a place.
	 * @param place where the statement comes from this time
	 * @return how many times it came from there
	 */
	int add(CallPlace place) {
		this.looks++;
		for (int i = 0; i < MOST_PLACES; i++) {
			CallPlace known = this.places[i];
			if (known == null) {
				this.places[i] = place;
				this.times[i] = 1;
				return 1;
			}
			if (known.identity() == place.identity()) {
				return ++this.times[i];
			}
		}
		return 1;
	}

	int looks() {
		return this.looks;
	}

	/**
	 * Begin anew, but not to look.
	 */
	void clear() {
		for (int i = 0; i < MOST_PLACES; i++) {
			this.places[i] = null;
		}
	}

}

package dev.mainstay.cache.check.server;

import java.util.HashMap;
import java.util.Map;

/**
 * What one transaction has written, and since when it reads.
 */
final class Unit {

	private final long snapshot;

	private long snapshotBegin;

	private boolean writing;

	private Map<Place, Row> written = new HashMap<>();

	private final Map<Place, Long> origins = new HashMap<>();

	/**
	 * Create a transaction that has done nothing.
	 * @param snapshot the number of the snapshot, or 0 if each statement has its own
	 */
	Unit(long snapshot) {
		this.snapshot = snapshot;
	}

	long snapshot() {
		return this.snapshot;
	}

	/**
	 * Return when what a statement reads was the latest.
	 * @param now the time right before the statement
	 * @return the time
	 */
	long begin(long now) {
		if (this.snapshot == 0) {
			return now;
		}
		// The first statement takes the snapshot.
		this.snapshotBegin = (this.snapshotBegin != 0) ? this.snapshotBegin : now;
		return this.snapshotBegin;
	}

	/**
	 * A write is about to be sent. One that changes nothing may lock rows all the same.
	 */
	void writing() {
		this.writing = true;
	}

	boolean mayHoldLocks() {
		return this.writing;
	}

	void wrote(Map<Place, Row> effects) {
		effects.forEach((place, row) -> {
			// What it was made of before this transaction.
			if (this.written.put(place, row) == null) {
				this.origins.put(place, row.origin());
			}
		});
	}

	Map<Place, Long> origins() {
		Map<Place, Long> all = new HashMap<>(this.origins);
		all.keySet().retainAll(this.written.keySet());
		return all;
	}

	Map<Place, Row> written() {
		return Map.copyOf(this.written);
	}

	void back(Map<Place, Row> savepoint) {
		this.written = new HashMap<>(savepoint);
	}

}

package dev.mainstay.cache.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one transaction has written and seen.
 */
final class Unit {

	private final boolean snapshot;

	private final Map<Integer, Long> written = new HashMap<>();

	private final Map<Integer, Long> seen = new HashMap<>();

	private final List<Long> marks = new ArrayList<>();

	private long @Nullable [] floors;

	Unit(boolean snapshot) {
		this.snapshot = snapshot;
	}

	boolean isSnapshot() {
		return this.snapshot;
	}

	/**
	 * The next statement may take the snapshot.
	 * @param now what has to be visible now
	 */
	void sending(long[] now) {
		if (this.floors == null) {
			this.floors = now;
		}
	}

	long[] floors() {
		long[] known = this.floors;
		return (known != null) ? known : new long[History.PLACES];
	}

	@Nullable Long own(int place) {
		return this.written.get(place);
	}

	boolean hasWritten() {
		return !this.marks.isEmpty();
	}

	void wrote(int place, long version, long mark) {
		this.written.put(place, version);
		this.marks.add(mark);
	}

	void mark(long mark) {
		this.marks.add(mark);
	}

	@Nullable Long seen(int place, long version) {
		return this.seen.putIfAbsent(place, version);
	}

	Map<Integer, Long> written() {
		return this.written;
	}

	List<Long> marks() {
		return this.marks;
	}

	/**
	 * Return what is to be gone back to.
	 * @return what was written up to now
	 */
	Map<Integer, Long> savepoint() {
		return new HashMap<>(this.written);
	}

	void back(Map<Integer, Long> savepoint) {
		this.written.clear();
		this.written.putAll(savepoint);
	}

}

package dev.mainstay.observe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

import dev.mainstay.sql.Fingerprint;

/*
 * Bounded by use, not by age: when there are too many statements, the tenth that is least
 * used goes. A statement's weight is its number of calls, divided by the hours since it
 * was last seen, so that what everybody runs outlives any number of statements that are
 * run once, and what nobody runs any more goes in the end. What a statement has counted
 * before it went is kept in a sum, so that the counts of all together never decrease.
 *
 * A thread may hold the figures of a statement that is being dropped and count a last
 * time. Therefore the dropped ones are added to the sum only when the next tenth is
 * dropped, and read until then.
 */

/**
 * The figures of the statements of one data source, as many as fit. Thread-safe; looking
 * up is lock-free.
 */
final class StatementTable {

	private static final long HOUR = 3_600_000_000_000L;

	private static final int DROPPED_AT_ONCE = 10;

	private final int max;

	private final Map<Fingerprint, StatementFigures> figures = new ConcurrentHashMap<>();

	// Guards what was dropped, and is held by the one who drops.
	private final ReentrantLock lock = new ReentrantLock();

	private final FiguresTotal dropped = new FiguresTotal();

	private List<StatementFigures> justDropped = List.of();

	private long droppedCount;

	/**
	 * Create an empty table.
	 * @param max how many statements to keep at most
	 */
	StatementTable(int max) {
		this.max = max;
	}

	StatementFigures figures(Fingerprint fingerprint, long now) {
		StatementFigures known = this.figures.get(fingerprint);
		return (known != null) ? known : add(fingerprint, now);
	}

	private StatementFigures add(Fingerprint fingerprint, long now) {
		StatementFigures added = this.figures.computeIfAbsent(fingerprint, (key) -> new StatementFigures(now));
		if (this.figures.size() > this.max && this.lock.tryLock()) {
			try {
				drop(now);
			}
			finally {
				this.lock.unlock();
			}
		}
		return added;
	}

	private void drop(long now) {
		int surplus = this.figures.size() - this.max + this.max / DROPPED_AT_ONCE;
		List<Weighed> weighed = new ArrayList<>();
		this.figures.forEach((fingerprint, one) -> weighed.add(new Weighed(fingerprint, weight(one, now))));
		weighed.sort(Comparator.comparingDouble(Weighed::weight));
		this.justDropped.forEach(this.dropped::add);
		List<StatementFigures> going = new ArrayList<>();
		for (Weighed one : weighed.subList(0, Math.min(Math.max(surplus, 1), weighed.size()))) {
			StatementFigures removed = this.figures.remove(one.fingerprint());
			if (removed != null) {
				going.add(removed);
			}
		}
		this.justDropped = going;
		this.droppedCount += going.size();
	}

	private static double weight(StatementFigures figures, long now) {
		long idleHours = Math.max(now - figures.lastSeenNanos(), 0) / HOUR;
		return (double) figures.latencies().count() / (1 + idleHours);
	}

	/**
	 * Return everything together, what was dropped included.
	 * @return the total
	 */
	FiguresTotal total() {
		FiguresTotal total = new FiguresTotal();
		this.lock.lock();
		try {
			total.add(this.dropped);
			this.justDropped.forEach(total::add);
			this.figures.values().forEach(total::add);
		}
		finally {
			this.lock.unlock();
		}
		return total;
	}

	/**
	 * Return how many statements were dropped because there were too many.
	 * @return the number since the start
	 */
	long droppedCount() {
		this.lock.lock();
		try {
			return this.droppedCount;
		}
		finally {
			this.lock.unlock();
		}
	}

	int size() {
		return this.figures.size();
	}

	void forEach(BiConsumer<Fingerprint, StatementFigures> look) {
		this.figures.forEach(look);
	}

	/**
	 * A statement and how much it is worth keeping.
	 *
	 * @param fingerprint the statement
	 * @param weight calls, less with each hour since the last
	 */
	private record Weighed(Fingerprint fingerprint, double weight) {
	}

}

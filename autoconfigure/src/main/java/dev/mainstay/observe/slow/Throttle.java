package dev.mainstay.observe.slow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import dev.mainstay.sql.Fingerprint;

/**
 * Keeps a database on its knees from being drowned in reports: so many statements in a
 * second are described, and each fingerprint has one line of log in a minute.
 * Thread-safe.
 */
final class Throttle {

	private static final long SECOND = 1_000_000_000;

	private static final long MINUTE = 60 * SECOND;

	private static final int PER_SECOND = 50;

	private static final int MOST_LINES = 500;

	private final LongSupplier nanoTime;

	private final AtomicLong second;

	private final AtomicInteger admitted = new AtomicInteger();

	private final Map<Fingerprint, Long> lines = new ConcurrentHashMap<>();

	Throttle(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.second = new AtomicLong(nanoTime.getAsLong());
	}

	boolean admits() {
		long now = this.nanoTime.getAsLong();
		long began = this.second.get();
		if (now - began >= SECOND && this.second.compareAndSet(began, now)) {
			this.admitted.set(0);
		}
		return this.admitted.get() < PER_SECOND && this.admitted.incrementAndGet() <= PER_SECOND;
	}

	boolean admitsLine(Fingerprint fingerprint) {
		long now = this.nanoTime.getAsLong();
		Long last = this.lines.get(fingerprint);
		if (last != null && now - last < MINUTE) {
			return false;
		}
		if (this.lines.size() >= MOST_LINES) {
			this.lines.values().removeIf((line) -> now - line >= MINUTE);
		}
		if (this.lines.size() >= MOST_LINES) {
			return false;
		}
		return (last != null) ? this.lines.replace(fingerprint, last, now)
				: this.lines.putIfAbsent(fingerprint, now) == null;
	}

}

package dev.mainstay.cache.check.server;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often what has happened. Not thread-safe.
 */
public final class Tally implements Serializable {

	private static final long serialVersionUID = 1L;

	private final Map<String, Long> counts = new TreeMap<>();

	void count(String what) {
		count(what, 1);
	}

	void count(String what, long times) {
		this.counts.merge(what, times, Long::sum);
	}

	void add(Tally other) {
		other.counts.forEach(this::count);
	}

	long of(String what) {
		return this.counts.getOrDefault(what, 0L);
	}

	@Override
	public String toString() {
		return this.counts.toString();
	}

}

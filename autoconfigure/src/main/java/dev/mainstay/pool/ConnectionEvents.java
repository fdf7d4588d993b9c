package dev.mainstay.pool;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the {@link ConnectionEvent events} of one pool since it was made; safe for use
 * by many threads and without contention between them.
 */
public final class ConnectionEvents {

	private final Map<ConnectionEvent, LongAdder> counts = new EnumMap<>(ConnectionEvent.class);

	ConnectionEvents() {
		for (ConnectionEvent event : ConnectionEvent.values()) {
			this.counts.put(event, new LongAdder());
		}
	}

	void record(ConnectionEvent event) {
		adder(event).increment();
	}

	/**
	 * Return how often an event has happened.
	 * @param event the event
	 * @return the count
	 */
	public long count(ConnectionEvent event) {
		return adder(event).sum();
	}

	private LongAdder adder(ConnectionEvent event) {
		LongAdder adder = this.counts.get(event);
		if (adder == null) {
			throw new IllegalStateException("No counter for " + event);
		}
		return adder;
	}

}

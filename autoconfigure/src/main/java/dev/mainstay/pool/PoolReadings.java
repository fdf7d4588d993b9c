package dev.mainstay.pool;

import java.util.function.Function;

import dev.mainstay.event.Counter;
import dev.mainstay.event.Gauge;
import dev.mainstay.event.Reading;
import dev.mainstay.event.ReadingSource;

/**
 * Reads the pools.
 */
public final class PoolReadings implements ReadingSource {

	private final ManagedPools pools;

	/**
	 * Create a source.
	 * @param pools the pools to read
	 */
	public PoolReadings(ManagedPools pools) {
		this.pools = pools;
	}

	@Override
	public void read(Function<String, Reading.Builder> readings) {
		for (ManagedPool pool : this.pools.all()) {
			PoolSnapshot figures = pool.snapshot();
			ConnectionEvents events = pool.events();
			readings.apply(pool.name())
				.gauge(Gauge.CONNECTIONS_ACTIVE, figures.active())
				.gauge(Gauge.CONNECTIONS_IDLE, figures.idle())
				.gauge(Gauge.CONNECTIONS_WAITING, figures.waiting())
				.gauge(Gauge.CONNECTIONS_LIMIT, figures.maximum())
				.counter(Counter.CONNECTIONS_CREATED, events.count(ConnectionEvent.CREATED))
				.counter(Counter.CONNECTIONS_CLOSED, events.count(ConnectionEvent.CLOSED))
				.counter(Counter.CONNECTION_ERRORS,
						events.count(ConnectionEvent.CONNECT_FAILED) + events.count(ConnectionEvent.EVICTED))
				.counter(Counter.ACQUIRE_TIMEOUTS, events.count(ConnectionEvent.ACQUIRE_TIMEOUT));
		}
	}

}

package dev.mainstay.pool.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.pool.ManagedPool;

/**
 * Publishes the figures of one pool.
 */
public final class PoolMeters implements MeterBinder {

	private final ManagedPool pool;

	public PoolMeters(ManagedPool pool) {
		this.pool = pool;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (ConnectionEvent event : ConnectionEvent.values()) {
			FunctionCounter
				.builder(PoolMeter.CONNECTION_EVENTS.meterName(), this.pool, (pool) -> pool.events().count(event))
				.description(PoolMeter.CONNECTION_EVENTS.description())
				.tag("pool", this.pool.name())
				.tag("event", event.id())
				.register(registry);
		}
		Gauge
			.builder(PoolMeter.UTILIZATION.meterName(), this.pool, (pool) -> pool.snapshot().utilizationPercent() / 100)
			.description(PoolMeter.UTILIZATION.description())
			.tag("pool", this.pool.name())
			.register(registry);
	}

}

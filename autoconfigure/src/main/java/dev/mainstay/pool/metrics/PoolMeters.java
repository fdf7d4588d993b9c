package dev.mainstay.pool.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;

/**
 * Publishes the figures of one data source, by its name: the pool behind it may be made
 * anew.
 */
public final class PoolMeters implements MeterBinder {

	private final ManagedPools pools;

	private final String name;

	/**
	 * Create the meters.
	 * @param pools the pools in care
	 * @param name the bean name of the data source
	 */
	public PoolMeters(ManagedPools pools, String name) {
		this.pools = pools;
		this.name = name;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (ConnectionEvent event : ConnectionEvent.values()) {
			FunctionCounter
				.builder(PoolMeter.CONNECTION_EVENTS.meterName(), this.pools,
						(pools) -> figure(pools, (pool) -> pool.events().count(event)))
				.description(PoolMeter.CONNECTION_EVENTS.description())
				.tag("pool", this.name)
				.tag("event", event.id())
				.register(registry);
		}
		Gauge
			.builder(PoolMeter.UTILIZATION.meterName(), this.pools,
					(pools) -> figure(pools, (pool) -> pool.snapshot().utilizationPercent() / 100))
			.description(PoolMeter.UTILIZATION.description())
			.tag("pool", this.name)
			.register(registry);
	}

	private double figure(ManagedPools pools, ToDoubleFunction<ManagedPool> figure) {
		ManagedPool pool = pools.find(this.name);
		return (pool != null) ? figure.applyAsDouble(pool) : 0;
	}

}

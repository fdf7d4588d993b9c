package dev.mainstay.autoconfigure.admission;

import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.holder.HeldTimes;
import dev.mainstay.admission.scaling.PoolScaling;
import dev.mainstay.admission.scaling.ScalingBounds;
import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.autoconfigure.pool.DataSourceConfigurations;
import dev.mainstay.datasource.ConnectionDecorator;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;

/**
 * Hears of every data source that is put together, after its gate was made, and stays out
 * of the chain. A data source that cannot be scaled as it was configured fails.
 */
final class ScalingLink implements ConnectionDecorator {

	static final int ORDER = GateLink.ORDER - 50;

	private final ManagedPools pools;

	private final PoolScaling scaling;

	private final DataSourceConfigurations configurations;

	private final Function<String, @Nullable Gate> gates;

	private final Supplier<@Nullable HeldTimes> times;

	private final int reserved;

	/**
	 * Create the link.
	 * @param pools the pools
	 * @param scaling where to add them
	 * @param configurations how they are scaled
	 * @param gates finds the gate in front of a pool
	 * @param times tells for how long connections are held
	 * @param reserved how many connections are kept for callers who have one already
	 */
	ScalingLink(ManagedPools pools, PoolScaling scaling, DataSourceConfigurations configurations,
			Function<String, @Nullable Gate> gates, Supplier<@Nullable HeldTimes> times, int reserved) {
		this.pools = pools;
		this.scaling = scaling;
		this.configurations = configurations;
		this.gates = gates;
		this.times = times;
		this.reserved = reserved;
	}

	@Override
	public ConnectionSource decorate(String dataSourceName, ConnectionSource next) {
		ManagedPool pool = this.pools.find(dataSourceName);
		if (pool != null) {
			ScalingProperties properties = this.configurations.bind(dataSourceName, ScalingProperties.GROUP,
					ScalingProperties.class);
			PoolLoad load = new PoolLoad(pool, () -> this.gates.apply(dataSourceName), this.times, this.reserved);
			if (properties.enabled() && load.size() > 0) {
				check(load, properties);
			}
			this.scaling.add(load, properties);
		}
		return next;
	}

	private void check(PoolLoad load, ScalingProperties properties) {
		int most = ScalingBounds.of(load, properties).most();
		if (properties.minSize() != null) {
			checks(load, "min-size").atMost("min-size", properties.minSize(), most,
					"That is how many connections the pool of '%s' may have. Type no more, or a larger max-size."
						.formatted(load.name()));
		}
		if (properties.maxSize() != null) {
			checks(load, "max-size").atLeast("max-size", properties.maxSize(), ScalingBounds.promised(load),
					"Connections of the pool of '%s' are guaranteed to segments or kept for second ones, and one more is "
						.formatted(load.name()) + "for all others. Type at least that many, or guarantee less.");
		}
	}

	private Checks checks(PoolLoad load, String property) {
		return new Checks(this.configurations.prefix(load.name(), ScalingProperties.GROUP, property));
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}

package dev.mainstay.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.mainstay.admission.scaling.PoolScaling;
import dev.mainstay.pool.ManagedPools;

/**
 * Shows the pools at {@code /actuator/database/pool}.
 */
@Endpoint(id = "databasepool")
public class DatabasePoolEndpoint {

	private final ManagedPools pools;

	private final HolderFigures holders;

	private final @Nullable PoolScaling scaling;

	public DatabasePoolEndpoint(ManagedPools pools, HolderFigures holders, @Nullable PoolScaling scaling) {
		this.pools = pools;
		this.holders = holders;
		this.scaling = scaling;
	}

	@ReadOperation
	public PoolsDescriptor pools() {
		return new PoolsDescriptor(this.pools.all()
			.stream()
			.map((pool) -> PoolDescriptor.of(pool, this.holders.of(pool.name()),
					ScalingDescriptor.of(this.scaling, pool.name())))
			.toList());
	}

	/**
	 * All pools as JSON.
	 */
	public static final class PoolsDescriptor implements OperationResponseBody {

		private final List<PoolDescriptor> pools;

		PoolsDescriptor(List<PoolDescriptor> pools) {
			this.pools = pools;
		}

		public List<?> getPools() {
			return this.pools;
		}

	}

}

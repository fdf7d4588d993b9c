package dev.mainstay.endpoint;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;

/**
 * Finds the pool that an operator means.
 */
record ManagedPoolLookup(ManagedPools pools) {

	/**
	 * Return the pool of a data source.
	 * @param dataSource the bean name, or {@code null} for the primary data source
	 * @return the pool
	 * @throws InvalidEndpointRequestException if there is none of that name
	 */
	ManagedPool find(@Nullable String dataSource) {
		ManagedPool pool = (dataSource != null) ? this.pools.find(dataSource) : this.pools.primary();
		if (pool == null) {
			String known = this.pools.all().stream().map(ManagedPool::name).collect(Collectors.joining(", "));
			String reason = "There is no data source of that name; known are: " + (known.isEmpty() ? "none" : known);
			throw new InvalidEndpointRequestException(reason, reason);
		}
		return pool;
	}

}

package dev.mainstay.endpoint;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.PoolSnapshot;
import dev.mainstay.pool.ServerVersion;
import dev.mainstay.pool.health.DatabaseProbes;
import dev.mainstay.pool.health.ProbeResult;

/**
 * Shows at {@code /actuator/database/health} whether the database can be reached.
 */
@Endpoint(id = "databasehealth")
public class DatabaseHealthEndpoint {

	private final ManagedPoolLookup lookup;

	private final DatabaseProbes probes;

	public DatabaseHealthEndpoint(ManagedPools pools, DatabaseProbes probes) {
		this.lookup = new ManagedPoolLookup(pools);
		this.probes = probes;
	}

	/**
	 * Ask for the health of a database.
	 * @param force whether to ask the database even if the last answer is still good
	 * @param dataSource the bean name, or {@code null} for the primary data source
	 * @return its health
	 */
	@ReadOperation
	public HealthDescriptor health(@Nullable Boolean force, @Nullable String dataSource) {
		ManagedPool pool = this.lookup.find(dataSource);
		ProbeResult result = this.probes.of(pool).check(Boolean.TRUE.equals(force));
		return HealthDescriptor.of(pool, result);
	}

	/**
	 * The health of a database as JSON.
	 *
	 * @param status {@code UP} or {@code DOWN}
	 * @param dataSource the bean name
	 * @param version what the server calls itself; absent before the first connection
	 * @param responseTimeMs how long the answer took
	 * @param checkedAt when the database was asked
	 * @param pool {@code saturated} or {@code available}
	 * @param connectionPool the figures of the pool
	 * @param note why there was no answer, or what came with it
	 */
	public record HealthDescriptor(String status, String dataSource, @Nullable String version, long responseTimeMs,
			String checkedAt, String pool, Object connectionPool,
			@Nullable String note) implements OperationResponseBody {

		static HealthDescriptor of(ManagedPool pool, ProbeResult result) {
			PoolSnapshot snapshot = pool.snapshot();
			ServerVersion server = pool.version();
			String version = (server != null) ? server.toString() : null;
			return new HealthDescriptor(result.reachable() ? "UP" : "DOWN", pool.name(), version,
					result.responseTime().toMillis(), result.checkedAt().toString(),
					snapshot.isSaturated() ? "saturated" : "available", ConnectionsDescriptor.of(snapshot),
					result.note());
		}

	}

}

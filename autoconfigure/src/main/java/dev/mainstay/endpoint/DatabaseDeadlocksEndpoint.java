package dev.mainstay.endpoint;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.mainstay.pool.ManagedPools;
import dev.mainstay.transaction.deadlock.DeadlockLog;

/**
 * Shows deadlocks and what to do about them at {@code /actuator/database/deadlocks}.
 */
@Endpoint(id = "databasedeadlocks")
public class DatabaseDeadlocksEndpoint {

	private final ManagedPools pools;

	private final DeadlockLog log;

	public DatabaseDeadlocksEndpoint(ManagedPools pools, DeadlockLog log) {
		this.pools = pools;
		this.log = log;
	}

	@ReadOperation
	public AllDeadlocksDescriptor deadlocks() {
		return new AllDeadlocksDescriptor(this.pools.dataSources()
			.stream()
			.map((name) -> DeadlocksDescriptor.of(this.log.summary(name), this.log.advice(name), this.log.latest(name)))
			.toList());
	}

	/**
	 * All deadlocks as JSON.
	 */
	public static final class AllDeadlocksDescriptor implements OperationResponseBody {

		private final List<DeadlocksDescriptor> dataSources;

		AllDeadlocksDescriptor(List<DeadlocksDescriptor> dataSources) {
			this.dataSources = dataSources;
		}

		public List<?> getDataSources() {
			return this.dataSources;
		}

	}

}

package dev.mainstay.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;

/**
 * Renews connections at {@code /actuator/database/reconnect} without dropping work.
 * Closed until the user opens it.
 */
@Endpoint(id = "databasereconnect", defaultAccess = Access.NONE)
public class DatabaseReconnectEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseReconnectEndpoint.class);

	private final ManagedPools pools;

	public DatabaseReconnectEndpoint(ManagedPools pools) {
		this.pools = pools;
	}

	/**
	 * Renew connections: those at rest now, those in use when they are given back.
	 * @param dataSource the bean name, or {@code null} for all data sources
	 * @return how many connections are renewed
	 */
	@WriteOperation
	public ReconnectDescriptor reconnect(@Nullable String dataSource) {
		List<ManagedPool> chosen = (dataSource != null) ? List.of(new ManagedPoolLookup(this.pools).find(dataSource))
				: this.pools.all();
		Map<String, Integer> renewed = new LinkedHashMap<>();
		for (ManagedPool pool : chosen) {
			renewed.put(pool.name(), pool.renew());
		}
		logger.info("Reconnect was asked for: connections being renewed are {}", renewed);
		return new ReconnectDescriptor(renewed);
	}

	/**
	 * What is renewed, as JSON.
	 *
	 * @param renewing number of connections by data source
	 */
	public record ReconnectDescriptor(Map<String, Integer> renewing) implements OperationResponseBody {

	}

}

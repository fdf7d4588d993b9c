package dev.mainstay.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.PoolSnapshot;
import dev.mainstay.pool.ServerVersion;

/**
 * Shows at {@code /actuator/database/info} what and where the databases are; never a
 * secret.
 */
@Endpoint(id = "databaseinfo")
public class DatabaseInfoEndpoint {

	private final ManagedPools pools;

	public DatabaseInfoEndpoint(ManagedPools pools) {
		this.pools = pools;
	}

	@ReadOperation
	public InfoDescriptor info() {
		return new InfoDescriptor(this.pools.all().stream().map(DataSourceDescriptor::of).toList());
	}

	/**
	 * All data sources as JSON.
	 *
	 * @param dataSources one entry for each
	 */
	public record InfoDescriptor(List<DataSourceDescriptor> dataSources) implements OperationResponseBody {

	}

	/**
	 * One data source as JSON.
	 *
	 * @param name the bean name
	 * @param product what the server calls itself, or what the URL says before the first
	 * connection
	 * @param version the server's version; absent before the first connection
	 * @param host the server's host, several separated by commas; absent for a database
	 * in process
	 * @param port the server's port
	 * @param database the database, or the file of one in process
	 * @param user the user that connections are opened as
	 * @param pool the name of the pool
	 * @param size connections that are kept open
	 * @param maxOverflow connections that may be opened on top
	 */
	public record DataSourceDescriptor(String name, String product, @Nullable String version, @Nullable String host,
			@Nullable Integer port, @Nullable String database, @Nullable String user, @Nullable String pool, int size,
			int maxOverflow) {

		static DataSourceDescriptor of(ManagedPool pool) {
			ServerVersion server = pool.version();
			PoolSnapshot snapshot = pool.snapshot();
			return new DataSourceDescriptor(pool.name(),
					(server != null) ? server.product() : pool.url().product().displayName(),
					(server != null) ? server.version() : null, pool.url().host(), pool.url().port(),
					pool.url().database(), pool.username(), pool.poolName(), snapshot.baseSize(),
					snapshot.maxOverflow());
		}

	}

}

package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;

/**
 * The pools in our care by the bean names of their data sources; safe for use by many
 * threads. A data source that is made anew takes the place of its predecessor.
 */
public final class ManagedPools implements SideConnections {

	private static final Logger logger = LoggerFactory.getLogger(ManagedPools.class);

	private final Map<String, ManagedPool> pools = new ConcurrentHashMap<>();

	private final List<Consumer<ManagedPool>> listeners = new CopyOnWriteArrayList<>();

	private volatile String primaryName = "dataSource";

	/**
	 * Take a pool into care.
	 * @param pool the pool
	 */
	public void add(ManagedPool pool) {
		this.pools.put(pool.name(), pool);
		this.listeners.forEach((listener) -> tell(listener, pool));
	}

	// A listener that fails must not keep the application from its data source.
	private void tell(Consumer<ManagedPool> listener, ManagedPool pool) {
		try {
			listener.accept(pool);
		}
		catch (RuntimeException ex) {
			this.listeners.remove(listener);
			logger.warn("A listener failed for pool '{}' and hears of no further ones", pool.name(), ex);
		}
	}

	/**
	 * Hear of every pool: of those in care now, and of each that is taken into care
	 * later, even if it takes the place of another one.
	 * @param listener told of each pool, of some perhaps twice
	 */
	public void forEach(Consumer<ManagedPool> listener) {
		this.listeners.add(listener);
		all().forEach((pool) -> tell(listener, pool));
	}

	/**
	 * Return all pools, ordered by name.
	 * @return the pools at this moment
	 */
	public List<ManagedPool> all() {
		Collection<ManagedPool> values = this.pools.values();
		List<ManagedPool> sorted = new ArrayList<>(values);
		sorted.sort((left, right) -> left.name().compareTo(right.name()));
		return sorted;
	}

	/**
	 * Return the pool of a data source.
	 * @param name the bean name
	 * @return the pool, or {@code null} if there is none of that name
	 */
	public @Nullable ManagedPool find(String name) {
		return this.pools.get(name);
	}

	/**
	 * Return the pool of a data source that had one before.
	 * @param name the bean name
	 * @param before the pool that was found then
	 * @return the pool of now
	 */
	public ManagedPool find(String name, ManagedPool before) {
		return this.pools.getOrDefault(name, before);
	}

	/**
	 * Say which data source is meant when none is named.
	 * @param name the bean name of the primary data source
	 */
	public void setPrimaryName(String name) {
		this.primaryName = name;
	}

	@Override
	public List<String> dataSources() {
		ManagedPool primary = primary();
		List<String> names = new ArrayList<>();
		if (primary != null) {
			names.add(primary.name());
		}
		all().stream().map(ManagedPool::name).filter((name) -> !names.contains(name)).forEach(names::add);
		return names;
	}

	@Override
	public @Nullable DatabaseProduct product(String dataSource) {
		ManagedPool pool = find(dataSource);
		return (pool != null) ? pool.url().product() : null;
	}

	@Override
	public Connection open(String dataSource, Duration timeout) throws SQLException {
		ManagedPool pool = find(dataSource);
		if (pool == null) {
			throw new SQLException("There is no connection pool of a data source '%s' in our care, but %s"
				.formatted(dataSource, dataSources()));
		}
		return pool.openAside(timeout);
	}

	/**
	 * Return the pool that is meant when none is named.
	 * @return the primary data source's pool, else the first by name, else {@code null}
	 */
	public @Nullable ManagedPool primary() {
		ManagedPool primary = this.pools.get(this.primaryName);
		if (primary != null) {
			return primary;
		}
		List<ManagedPool> all = all();
		return all.isEmpty() ? null : all.get(0);
	}

}

package dev.mainstay.admission.holder;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The pools whose holders are watched, by the bean names of their data sources. One that
 * is made anew takes the place of its predecessor. Thread-safe.
 */
public final class WatchedPools {

	private final Map<String, WatchedPool> pools = new ConcurrentHashMap<>();

	/**
	 * Watch a pool.
	 * @param pool the pool
	 */
	public void add(WatchedPool pool) {
		this.pools.put(pool.name(), pool);
	}

	/**
	 * Return the pool of a data source.
	 * @param dataSource the bean name
	 * @return the pool, or {@code null} if there is none
	 */
	public @Nullable WatchedPool find(String dataSource) {
		return this.pools.get(dataSource);
	}

	Collection<WatchedPool> all() {
		return List.copyOf(this.pools.values());
	}

}

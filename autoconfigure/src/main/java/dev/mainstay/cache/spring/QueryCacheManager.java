package dev.mainstay.cache.spring;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.key.KeyContext;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.store.QueryStore;

/**
 * Spring's view of the query cache: what methods with
 * {@link org.springframework.cache.annotation.Cacheable @Cacheable} return is outdated as
 * soon as a table is changed that was read for it. Caches come into being when they are
 * asked for. Thread-safe.
 */
public final class QueryCacheManager implements CacheManager {

	/**
	 * The name of the bean, for {@code @Cacheable(cacheManager = ...)}.
	 */
	public static final String BEAN_NAME = "mainstayCacheManager";

	private final CachedReads reads;

	private final QueryStore store;

	private final Invalidations invalidations;

	private final KeyContext context;

	private final Map<String, Cache> caches = new ConcurrentHashMap<>();

	/**
	 * Create a manager.
	 * @param reads reads through the cache
	 * @param store has the answers
	 * @param invalidations makes answers outdated
	 * @param context what all answers depend on
	 */
	public QueryCacheManager(CachedReads reads, QueryStore store, Invalidations invalidations, KeyContext context) {
		this.reads = reads;
		this.store = store;
		this.invalidations = invalidations;
		this.context = context;
	}

	@Override
	public Cache getCache(String name) {
		Cache known = this.caches.get(name);
		return (known != null) ? known : this.caches.computeIfAbsent(name,
				(missing) -> new FollowedCache(name, this.reads, this.store, this.invalidations, this.context));
	}

	@Override
	public Collection<String> getCacheNames() {
		return Set.copyOf(this.caches.keySet());
	}

}

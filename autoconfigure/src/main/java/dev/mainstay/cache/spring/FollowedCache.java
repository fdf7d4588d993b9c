package dev.mainstay.cache.spring;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.support.SimpleValueWrapper;

import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.key.KeyContext;
import dev.mainstay.cache.key.KeyPlace;
import dev.mainstay.cache.key.QueryKey;
import dev.mainstay.cache.key.UnfitForKeyException;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.Finding;
import dev.mainstay.cache.read.FollowedRead;
import dev.mainstay.cache.read.Load;
import dev.mainstay.cache.read.ReadOptions;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.tracking.Obstacle;

/*
 * Spring looks for an answer, calls the method if there is none, and puts its answer
 * here. What was read meanwhile is known because the call is marked, so the answer is
 * kept if it may be. An answer that is put without having been missed before, as with
 * @CachePut, cannot be followed: nobody knows what was read for it, and when. It removes
 * the old one, and the next caller reads the new one.
 */

/**
 * One cache of Spring's over the query cache. Thread-safe.
 */
final class FollowedCache implements Cache {

	private static final Logger logger = LoggerFactory.getLogger(FollowedCache.class);

	private static final String PREFIX = "cache";

	private final String name;

	private final CachedReads reads;

	private final QueryStore store;

	private final Invalidations invalidations;

	private final KeyContext context;

	private final Shape shape;

	private final ReadOptions options;

	private final Place place;

	private final AtomicBoolean warned = new AtomicBoolean();

	private final AtomicBoolean warnedOfFutures = new AtomicBoolean();

	private final AtomicBoolean warnedOfStrangers = new AtomicBoolean();

	FollowedCache(String name, CachedReads reads, QueryStore store, Invalidations invalidations, KeyContext context) {
		this.name = name;
		this.reads = reads;
		this.store = store;
		this.invalidations = invalidations;
		this.context = context;
		this.shape = store.shape(name);
		this.options = ReadOptions.DEFAULTS.with(tag());
		this.place = new Place(name);
	}

	private String tag() {
		return Invalidations.tagName(PREFIX + ":" + this.name);
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Object getNativeCache() {
		return this.store;
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		QueryKey question = question(key);
		if (question == null) {
			return null;
		}
		CacheCall call = CacheCall.current();
		Finding finding = find(question);
		if (finding != null && finding.found()) {
			return new SimpleValueWrapper(finding.value());
		}
		if (call != null) {
			if (finding != null && finding.keepable()) {
				call.miss(question, this.store.removals(question), this.reads);
			}
			else {
				call.bypass(question);
			}
		}
		return null;
	}

	private @Nullable Finding find(QueryKey question) {
		if (this.invalidations.hides(question)) {
			this.shape.bypassed(Obstacle.INVALIDATED_BY_TRANSACTION.id());
			return null;
		}
		return this.reads.find(question, this.shape);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		ValueWrapper wrapper = get(key);
		Object value = (wrapper != null) ? wrapper.get() : null;
		if (value != null && type != null && !type.isInstance(value)) {
			throw new IllegalStateException("The value in cache '%s' is a %s and no %s".formatted(this.name,
					value.getClass().getName(), type.getName()));
		}
		return (T) value;
	}

	@Override
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		QueryKey question = question(key);
		Load<T> load = () -> load(key, question, valueLoader);
		try {
			if (question == null || this.invalidations.hides(question)) {
				return load.load();
			}
			return this.reads.read(question, this.shape, this.options, load);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new ValueRetrievalException(key, valueLoader, ex);
		}
	}

	private <T> @Nullable T load(Object key, @Nullable QueryKey question, Callable<T> loader) {
		if (question != null) {
			this.invalidations.dependOn(Invalidations.tagOf(PREFIX, question));
		}
		try {
			return loader.call();
		}
		catch (Throwable ex) {
			throw new ValueRetrievalException(key, loader, ex);
		}
	}

	@Override
	public @Nullable CompletableFuture<?> retrieve(Object key) {
		warnOfFutures();
		return null;
	}

	@Override
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		warnOfFutures();
		return valueLoader.get();
	}

	private void warnOfFutures() {
		if (this.warnedOfFutures.compareAndSet(false, true)) {
			logger
				.warn("A method with cache '{}' returns a future or a publisher. What is read on other threads cannot "
						+ "be followed, so nothing is cached. Cache the method that reads, and that returns the value",
						this.name);
		}
	}

	private void warnOfStrangers() {
		if (this.warnedOfStrangers.compareAndSet(false, true)) {
			logger.warn("Something puts values into cache '{}' and is no method that names its manager, so it is not "
					+ "known what was read for them, and nothing is kept. Name the manager in the annotation: "
					+ "cacheManager = \"{}\"", this.name, QueryCacheManager.BEAN_NAME);
		}
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		QueryKey question = question(key);
		if (question == null) {
			return;
		}
		CacheCall call = CacheCall.current();
		if (call == null) {
			warnOfStrangers();
		}
		if (call == null || !call.hasAskedFor(question)) {
			evict(question);
			return;
		}
		FollowedRead read = call.read();
		Long removals = call.removals(question);
		if (read != null && removals != null && !this.invalidations.hides(question)) {
			this.reads.keep(read, question, removals, this.shape,
					this.options.with(Invalidations.tagOf(PREFIX, question)), value);
		}
	}

	@Override
	public void evict(Object key) {
		QueryKey question = question(key);
		if (question != null) {
			evict(question);
		}
	}

	private void evict(QueryKey question) {
		this.invalidations.invalidateKey(question, Set.of(Invalidations.tagOf(PREFIX, question)));
	}

	@Override
	public boolean evictIfPresent(Object key) {
		QueryKey question = question(key);
		return question != null
				&& this.invalidations.invalidateKeyNow(question, Set.of(Invalidations.tagOf(PREFIX, question)));
	}

	@Override
	public void clear() {
		this.invalidations.invalidateTags(Set.of(tag()));
	}

	@Override
	public boolean invalidate() {
		this.invalidations.invalidateTagsNow(Set.of(tag()));
		return false;
	}

	// Whatever goes wrong here, the method is called as if there was nothing cached.
	private @Nullable QueryKey question(Object key) {
		try {
			return QueryKey.of(this.name, this.place, this.context, key);
		}
		catch (UnfitForKeyException ex) {
			warn(ex.getMessage(), null);
		}
		catch (RuntimeException | LinkageError ex) {
			warn("The key could not be made", ex);
		}
		this.shape.bypassed(Obstacle.KEY.id());
		return null;
	}

	private void warn(@Nullable String reason, @Nullable Throwable cause) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Something is not cached in '{}': {}", this.name, reason, cause);
		}
	}

	/**
	 * A cache, as opposed to a method or a key of the same name.
	 *
	 * @param cache the name of the cache
	 */
	private record Place(String cache) implements KeyPlace {

		@Override
		public @Nullable Object[] names() {
			return new @Nullable Object[] { "cache", this.cache };
		}

	}

}

package dev.mainstay.cache;

import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.read.Load;
import dev.mainstay.cache.read.ReadOptions;
import dev.mainstay.cache.store.CacheStrategy;

/**
 * A question under a key of the application, to be asked through the cache. For one
 * thread.
 */
public final class CachedLoad {

	private final QueryCache cache;

	private final String name;

	private final @Nullable Object[] parts;

	private ReadOptions options = ReadOptions.DEFAULTS;

	CachedLoad(QueryCache cache, String name, @Nullable Object[] parts) {
		this.cache = cache;
		this.name = name;
		this.parts = parts;
	}

	/**
	 * Name what the answer depends on besides the tables that are read for it.
	 * @param tags the names; case does not count
	 * @return this question
	 */
	public CachedLoad tags(String... tags) {
		for (String tag : tags) {
			this.options = this.options.with(Invalidations.tagName(tag));
		}
		return this;
	}

	/**
	 * Say how long the answer is kept at first.
	 * @param timeToLive the time
	 * @return this question
	 */
	public CachedLoad timeToLive(Duration timeToLive) {
		this.options = new ReadOptions(this.options.tags(), this.options.strategy(), timeToLive);
		return this;
	}

	/**
	 * Say what decides how long the answer is kept.
	 * @param strategy the strategy
	 * @return this question
	 */
	public CachedLoad strategy(CacheStrategy strategy) {
		this.options = new ReadOptions(this.options.tags(), strategy, this.options.timeToLive());
		return this;
	}

	/**
	 * Return the answer.
	 * @param load reads it, on the calling thread
	 * @param <T> the type of the answer
	 * @return the answer, which the caller may change
	 */
	public <T> @Nullable T get(Supplier<T> load) {
		try {
			return this.cache.load(this.name, this.parts, this.options, load::get);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

	/**
	 * Return the answer of something that may throw checked exceptions.
	 * @param load reads it, on the calling thread
	 * @param <T> the type of the answer
	 * @return the answer, which the caller may change
	 * @throws Exception what the load throws
	 */
	public <T> @Nullable T call(Callable<T> load) throws Exception {
		Load<T> called = load::call;
		try {
			return this.cache.load(this.name, this.parts, this.options, called);
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

}

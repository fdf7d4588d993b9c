package dev.mainstay.cache.store;

import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Counter;
import dev.mainstay.event.Reading;
import dev.mainstay.event.ReadingSource;

/**
 * Reads how the cache is used. There is one cache for all data sources, so it counts for
 * the primary one; a cache that was never asked says nothing.
 */
public final class CacheReadings implements ReadingSource {

	private final QueryStore store;

	private final Supplier<@Nullable String> dataSource;

	/**
	 * Create a source.
	 * @param store counts the uses
	 * @param dataSource the bean name of the data source that they count for, or
	 * {@code null} while there is none
	 */
	public CacheReadings(QueryStore store, Supplier<@Nullable String> dataSource) {
		this.store = store;
		this.dataSource = dataSource;
	}

	@Override
	public void read(Function<String, Reading.Builder> readings) {
		ShapeStatistics total = this.store.statistics().total();
		String name = this.dataSource.get();
		if (name != null && total.hits() + total.misses() != 0) {
			readings.apply(name)
				.counter(Counter.CACHE_HITS, total.hits())
				.counter(Counter.CACHE_MISSES, total.misses());
		}
	}

}

package dev.mainstay.cache.metrics;

import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.ShapeStatistics;
import dev.mainstay.cache.store.StoreStatistics;

/**
 * The figures of a store, summed up once for all meters of a scrape, so that they tell of
 * the same moment. Thread-safe.
 */
final class LatestStatistics {

	private static final long SECOND = 1_000_000_000;

	private final QueryStore store;

	private final LongSupplier nanoTime;

	private volatile @Nullable Known known;

	LatestStatistics(QueryStore store, LongSupplier nanoTime) {
		this.store = store;
		this.nanoTime = nanoTime;
	}

	StoreStatistics all() {
		return known().statistics();
	}

	@Nullable ShapeStatistics method(String name) {
		return known().methods().get(name);
	}

	// One at a time, so that no counter ever goes back.
	private Known known() {
		long now = this.nanoTime.getAsLong();
		Known latest = this.known;
		if (latest == null || now - latest.nanos() >= SECOND) {
			synchronized (this) {
				latest = this.known;
				if (latest == null || now - latest.nanos() >= SECOND) {
					latest = Known.of(now, this.store.statistics());
					this.known = latest;
				}
			}
		}
		return latest;
	}

	long hitsOfOthers(Set<String> named) {
		return known().methods()
			.values()
			.stream()
			.filter((method) -> !named.contains(method.name()))
			.mapToLong(ShapeStatistics::hits)
			.sum();
	}

	long missesOfOthers(Set<String> named) {
		return known().methods()
			.values()
			.stream()
			.filter((method) -> !named.contains(method.name()))
			.mapToLong(ShapeStatistics::misses)
			.sum();
	}

	/**
	 * What was summed up last.
	 *
	 * @param nanos when
	 * @param statistics the figures
	 * @param methods those of each method by its name
	 */
	private record Known(long nanos, StoreStatistics statistics, Map<String, ShapeStatistics> methods) {

		static Known of(long nanos, StoreStatistics statistics) {
			return new Known(nanos, statistics,
					statistics.shapes()
						.stream()
						.collect(Collectors.toMap(ShapeStatistics::name, (method) -> method, (one, same) -> one)));
		}

	}

}

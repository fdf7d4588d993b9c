package dev.mainstay.cache.metrics;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.StoreStatistics;
import dev.mainstay.cache.tracking.Obstacle;
import dev.mainstay.cache.version.RemoteChanges;
import dev.mainstay.cache.version.TagVersions;

/**
 * Publishes the figures of the query cache. They are read when somebody asks; no read
 * through the cache pays for it.
 */
public final class CacheMeters implements MeterBinder {

	private static final double NANOS_PER_SECOND = 1e9;

	private static final Set<Obstacle> REFUSALS = EnumSet.of(Obstacle.CHANGED_BY_TRANSACTION, Obstacle.NOT_FOLLOWED,
			Obstacle.VALUE, Obstacle.CHANGED_MEANWHILE, Obstacle.NOT_WANTED, Obstacle.NOT_REPEATED);

	private final QueryStore store;

	private final TagVersions versions;

	private final Invalidations invalidations;

	private final RemoteChanges remoteChanges;

	private final LatestStatistics statistics;

	/**
	 * Create the meters.
	 * @param store the figures of answers
	 * @param versions the figures of changes
	 * @param invalidations knows what was asked for
	 * @param remoteChanges how changes of other instances are known
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public CacheMeters(QueryStore store, TagVersions versions, Invalidations invalidations, RemoteChanges remoteChanges,
			LongSupplier nanoTime) {
		this.store = store;
		this.versions = versions;
		this.invalidations = invalidations;
		this.remoteChanges = remoteChanges;
		this.statistics = new LatestStatistics(store, nanoTime);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		uses(registry);
		answers(registry);
		changes(registry);
		room(registry);
		this.store.forEachShape(new MethodMeters(this.statistics, registry)::add);
	}

	private void uses(MeterRegistry registry) {
		counter(CacheMeter.GETS, (all) -> all.total().hits()).tag("result", "hit").register(registry);
		counter(CacheMeter.GETS, (all) -> all.total().misses()).tag("result", "miss").register(registry);
		counter(CacheMeter.GETS, (all) -> all.total().bypassed()).tag("result", "bypassed").register(registry);
		FunctionTimer
			.builder(CacheMeter.LOADS.meterName(), this.statistics, (latest) -> latest.all().total().loads(),
					(latest) -> latest.all().total().loadNanos(), TimeUnit.NANOSECONDS)
			.description(CacheMeter.LOADS.description())
			.register(registry);
		counter(CacheMeter.SAVED, (all) -> all.total().savedNanos() / NANOS_PER_SECOND).baseUnit("seconds")
			.register(registry);
	}

	private void answers(MeterRegistry registry) {
		counter(CacheMeter.FILLS, (all) -> all.total().fills()).register(registry);
		for (Obstacle obstacle : REFUSALS) {
			counter(CacheMeter.REFUSED, (all) -> all.total().refusals().getOrDefault(obstacle.id(), 0L))
				.tag("reason", obstacle.id())
				.register(registry);
		}
		counter(CacheMeter.REFUSED, CacheMeters::refusedOtherwise).tag("reason", "other").register(registry);
		counter(CacheMeter.EVICTIONS, StoreStatistics::evicted).tag("cause", "size").register(registry);
		counter(CacheMeter.EVICTIONS, StoreStatistics::expired).tag("cause", "expired").register(registry);
		counter(CacheMeter.EVICTIONS, StoreStatistics::outdated).tag("cause", "outdated").register(registry);
		counter(CacheMeter.EVICTIONS, StoreStatistics::removed).tag("cause", "removed").register(registry);
		counter(CacheMeter.EVICTIONS, StoreStatistics::tooLarge).tag("cause", "too-large").register(registry);
		FunctionTimer
			.builder(CacheMeter.TTL.meterName(), this.statistics, (latest) -> latest.all().lifetimes().count(),
					(latest) -> latest.all().lifetimes().totalMillis(), TimeUnit.MILLISECONDS)
			.description(CacheMeter.TTL.description())
			.register(registry);
		TimeGauge
			.builder(CacheMeter.LONGEST_TTL.meterName(), this.statistics, TimeUnit.NANOSECONDS,
					(latest) -> latest.all().lifetimes().longest().toNanos())
			.description(CacheMeter.LONGEST_TTL.description())
			.register(registry);
	}

	private static double refusedOtherwise(StoreStatistics all) {
		long named = REFUSALS.stream()
			.mapToLong((obstacle) -> all.total().refusals().getOrDefault(obstacle.id(), 0L))
			.sum();
		return all.total().refused() - named;
	}

	private void changes(MeterRegistry registry) {
		invalidations("tag", this.versions, TagVersions::raised, registry);
		invalidations("everything", this.versions, TagVersions::raisedAll, registry);
		invalidations("request", this.invalidations, Invalidations::requests, registry);
		gauge(CacheMeter.TRUSTED, this.versions, (all) -> all.isDistrusted() ? 0 : 1).register(registry);
		TimeGauge
			.builder(CacheMeter.STALENESS_BOUND.meterName(), this.remoteChanges, TimeUnit.NANOSECONDS,
					(remote) -> remote.stalenessBound().toNanos())
			.description(CacheMeter.STALENESS_BOUND.description())
			.register(registry);
	}

	private static <T> void invalidations(String by, T source, ToDoubleFunction<T> figure, MeterRegistry registry) {
		FunctionCounter.builder(CacheMeter.INVALIDATIONS.meterName(), source, figure)
			.description(CacheMeter.INVALIDATIONS.description())
			.tag("by", by)
			.register(registry);
	}

	private void room(MeterRegistry registry) {
		gauge(CacheMeter.SIZE, this.statistics, (latest) -> latest.all().size()).register(registry);
		gauge(CacheMeter.MAX_SIZE, this.statistics, (latest) -> latest.all().maxSize()).register(registry);
		gauge(CacheMeter.MEMORY, this.statistics, (latest) -> latest.all().bytes()).baseUnit("bytes")
			.register(registry);
		gauge(CacheMeter.MAX_MEMORY, this.statistics, (latest) -> latest.all().maxBytes()).baseUnit("bytes")
			.register(registry);
	}

	private static <T> Gauge.Builder<T> gauge(CacheMeter meter, T source, ToDoubleFunction<T> figure) {
		return Gauge.builder(meter.meterName(), source, figure).description(meter.description());
	}

	private FunctionCounter.Builder<LatestStatistics> counter(CacheMeter meter,
			ToDoubleFunction<StoreStatistics> figure) {
		return FunctionCounter
			.builder(meter.meterName(), this.statistics, (latest) -> figure.applyAsDouble(latest.all()))
			.description(meter.description());
	}

}

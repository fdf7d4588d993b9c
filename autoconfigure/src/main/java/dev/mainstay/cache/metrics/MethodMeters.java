package dev.mainstay.cache.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.ShapeStatistics;

/**
 * The meters of the methods in one registry. A method that has some keeps them, and what
 * others is goes up only, so that no counter ever goes back.
 */
final class MethodMeters {

	/**
	 * How many methods have meters of their own.
	 */
	static final int MOST = 23;

	private static final Logger logger = LoggerFactory.getLogger(MethodMeters.class);

	private final LatestStatistics statistics;

	private final MeterRegistry registry;

	private final Set<String> named = ConcurrentHashMap.newKeySet();

	// Only ever used by one thread at a time, as the next one.
	private boolean others;

	private boolean failed;

	MethodMeters(LatestStatistics statistics, MeterRegistry registry) {
		this.statistics = statistics;
		this.registry = registry;
	}

	// Called by one thread at a time. What fails here must not reach who calls a method
	// first.
	void add(String method) {
		if (this.failed) {
			return;
		}
		try {
			if (this.named.size() < MOST && isName(method)) {
				this.named.add(method);
				register(method, "hit", (all) -> figure(all.method(method), ShapeStatistics::hits));
				register(method, "miss", (all) -> figure(all.method(method), ShapeStatistics::misses));
			}
			else if (!this.others) {
				this.others = true;
				register(QueryStore.OTHERS, "hit", (all) -> all.hitsOfOthers(this.named));
				register(QueryStore.OTHERS, "miss", (all) -> all.missesOfOthers(this.named));
			}
		}
		catch (RuntimeException ex) {
			this.failed = true;
			logger.warn("The query cache has no more meters of single methods", ex);
		}
	}

	// What is asked in SQL without a name has its text for one, which no tag must hold.
	private static boolean isName(String method) {
		return !method.equals(QueryStore.OTHERS) && method.chars().noneMatch(Character::isWhitespace);
	}

	private static long figure(@Nullable ShapeStatistics method, ToLongFunction<ShapeStatistics> figure) {
		return (method != null) ? figure.applyAsLong(method) : 0;
	}

	private void register(String method, String result, ToLongFunction<LatestStatistics> figure) {
		FunctionCounter.builder(CacheMeter.METHOD_GETS.meterName(), this.statistics, figure::applyAsLong)
			.description(CacheMeter.METHOD_GETS.description())
			.tag("method", method)
			.tag("result", result)
			.register(this.registry);
	}

}

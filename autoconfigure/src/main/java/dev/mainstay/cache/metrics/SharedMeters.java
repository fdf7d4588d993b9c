package dev.mainstay.cache.metrics;

import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.cache.shared.SharedFigures;
import dev.mainstay.cache.shared.SharedStatistics;

/**
 * Publishes the figures of the answers that instances share, if they do.
 */
public final class SharedMeters implements MeterBinder {

	private final SharedFigures statistics;

	/**
	 * Create the meters.
	 * @param statistics the figures
	 */
	public SharedMeters(SharedFigures statistics) {
		this.statistics = statistics;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		if (this.statistics.statistics() == null) {
			return;
		}
		counter(SharedMeter.GETS, SharedStatistics::hits).tag("result", "hit").register(registry);
		counter(SharedMeter.GETS, SharedStatistics::misses).tag("result", "miss").register(registry);
		counter(SharedMeter.GETS, SharedStatistics::skipped).tag("result", "skipped").register(registry);
		counter(SharedMeter.STORES, SharedStatistics::stores).register(registry);
		counter(SharedMeter.REFUSED, SharedStatistics::refused).register(registry);
		counter(SharedMeter.ERRORS, SharedStatistics::errors).register(registry);
		counter(SharedMeter.BYTES, SharedStatistics::plainBytes).tag("form", "plain").register(registry);
		counter(SharedMeter.BYTES, SharedStatistics::storedBytes).tag("form", "stored").register(registry);
	}

	private FunctionCounter.Builder<SharedFigures> counter(SharedMeter meter, ToLongFunction<SharedStatistics> figure) {
		return FunctionCounter.builder(meter.meterName(), this.statistics, (source) -> {
			SharedStatistics latest = source.statistics();
			return (latest != null) ? figure.applyAsLong(latest) : 0;
		}).description(meter.description());
	}

}

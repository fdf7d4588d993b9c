package dev.mainstay.cache.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.cache.warm.WarmAnswers;
import dev.mainstay.cache.warm.WarmingReason;
import dev.mainstay.cache.warm.WarmingStatistics;

/**
 * Publishes the figures of what is read in the background.
 */
public final class WarmingMeters implements MeterBinder {

	private final WarmAnswers answers;

	/**
	 * Create the meters.
	 * @param answers the figures
	 */
	public WarmingMeters(WarmAnswers answers) {
		this.answers = answers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (WarmingReason reason : WarmingReason.values()) {
			counter(CacheMeter.WARMING_READS, (all) -> all.reads(reason)).tag("reason", reason.id()).register(registry);
		}
		missed("postponed", WarmingStatistics::postponed, registry);
		missed("not-kept", WarmingStatistics::notKept, registry);
		missed("failed", WarmingStatistics::failed, registry);
		missed("unrepeatable", WarmingStatistics::unrepeatable, registry);
		Gauge.builder(CacheMeter.WARMING_QUESTIONS.meterName(), this.answers, (all) -> all.statistics().questions())
			.description(CacheMeter.WARMING_QUESTIONS.description())
			.register(registry);
	}

	private void missed(String cause, ToDoubleFunction<WarmingStatistics> figure, MeterRegistry registry) {
		counter(CacheMeter.WARMING_MISSED, figure).tag("cause", cause).register(registry);
	}

	private FunctionCounter.Builder<WarmAnswers> counter(CacheMeter meter, ToDoubleFunction<WarmingStatistics> figure) {
		return FunctionCounter.builder(meter.meterName(), this.answers, (all) -> figure.applyAsDouble(all.statistics()))
			.description(meter.description());
	}

}

package dev.mainstay.admission.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.admission.breaker.Breaker;
import dev.mainstay.admission.breaker.BreakerState;
import dev.mainstay.admission.breaker.Breakers;

/**
 * Publishes the figures of the breaker of one data source, by its name: the breaker may
 * be made anew.
 */
public final class BreakerMeters implements MeterBinder {

	private final Breakers breakers;

	private final String name;

	/**
	 * Create the meters.
	 * @param breakers the breakers
	 * @param name the bean name of the data source
	 */
	public BreakerMeters(Breakers breakers, String name) {
		this.breakers = breakers;
		this.name = name;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (BreakerState state : BreakerState.values()) {
			Gauge
				.builder(BreakerMeter.STATE.meterName(), this.breakers,
						(all) -> figure((breaker) -> (breaker.state() == state) ? 1 : 0))
				.description(BreakerMeter.STATE.description())
				.tag("pool", this.name)
				.tag("state", state.id())
				.register(registry);
		}
		counter(registry, BreakerMeter.TRIPS, (breaker) -> breaker.snapshot().trips());
		counter(registry, BreakerMeter.REFUSALS, (breaker) -> breaker.snapshot().refusals());
	}

	private void counter(MeterRegistry registry, BreakerMeter meter, ToDoubleFunction<Breaker> figure) {
		FunctionCounter.builder(meter.meterName(), this.breakers, (all) -> figure(figure))
			.description(meter.description())
			.tag("pool", this.name)
			.register(registry);
	}

	private double figure(ToDoubleFunction<Breaker> figure) {
		Breaker breaker = this.breakers.find(this.name);
		return (breaker != null) ? figure.applyAsDouble(breaker) : 0;
	}

}

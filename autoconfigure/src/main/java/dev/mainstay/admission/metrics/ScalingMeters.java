package dev.mainstay.admission.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.admission.scaling.PoolScaling;
import dev.mainstay.admission.scaling.ResizeDirection;
import dev.mainstay.admission.scaling.SizeAdvice;

/**
 * Publishes the size that the pool of one data source should have. There is no value
 * until that is known.
 */
public final class ScalingMeters implements MeterBinder {

	private final PoolScaling scaling;

	private final String name;

	private final boolean resized;

	/**
	 * Create the meters.
	 * @param scaling knows the sizes
	 * @param name the bean name of the data source
	 * @param resized whether it is resized to its load
	 */
	public ScalingMeters(PoolScaling scaling, String name, boolean resized) {
		this.scaling = scaling;
		this.name = name;
		this.resized = resized;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, ScalingMeter.RECOMMENDED, SizeAdvice::recommended);
		if (this.resized) {
			resizes(registry);
		}
	}

	private void resizes(MeterRegistry registry) {
		for (ResizeDirection direction : ResizeDirection.values()) {
			FunctionCounter
				.builder(ScalingMeter.RESIZES.meterName(), this.scaling, (all) -> all.resizes(this.name, direction))
				.description(ScalingMeter.RESIZES.description())
				.tag("pool", this.name)
				.tag("direction", direction.id())
				.register(registry);
		}
	}

	private void gauge(MeterRegistry registry, ScalingMeter meter, ToDoubleFunction<SizeAdvice> figure) {
		Gauge.builder(meter.meterName(), this.scaling, (all) -> {
			SizeAdvice advice = all.advice(this.name);
			return (advice != null) ? figure.applyAsDouble(advice) : Double.NaN;
		}).description(meter.description()).tag("pool", this.name).register(registry);
	}

}

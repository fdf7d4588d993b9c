package dev.mainstay.admission.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.Refusal;

/**
 * Publishes the figures of the gate of one data source, by its name: the gate may be made
 * anew.
 */
public final class GateMeters implements MeterBinder {

	private final Gates gates;

	private final String name;

	/**
	 * Create the meters.
	 * @param gates the gates
	 * @param name the bean name of the data source
	 */
	public GateMeters(Gates gates, String name) {
		this.gates = gates;
		this.name = name;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, GateMeter.PERMITS, (gate) -> gate.snapshot().permits());
		gauge(registry, GateMeter.IN_USE, (gate) -> gate.snapshot().inUse());
		gauge(registry, GateMeter.WAITING, Gate::waiting);
		FunctionTimer
			.builder(GateMeter.WAIT.meterName(), this.gates,
					(all) -> (long) figure((gate) -> gate.statistics().waits().count()),
					(all) -> figure((gate) -> gate.statistics().waits().totalNanos()), TimeUnit.NANOSECONDS)
			.description(GateMeter.WAIT.description())
			.tag("pool", this.name)
			.register(registry);
		for (Refusal reason : Refusal.values()) {
			FunctionCounter
				.builder(GateMeter.REFUSALS.meterName(), this.gates,
						(all) -> figure((gate) -> gate.statistics().refusals(reason)))
				.description(GateMeter.REFUSALS.description())
				.tag("pool", this.name)
				.tag("reason", reason.id())
				.register(registry);
		}
	}

	private void gauge(MeterRegistry registry, GateMeter meter, ToDoubleFunction<Gate> figure) {
		Gauge.builder(meter.meterName(), this.gates, (all) -> figure(figure))
			.description(meter.description())
			.tag("pool", this.name)
			.register(registry);
	}

	private double figure(ToDoubleFunction<Gate> figure) {
		Gate gate = this.gates.find(this.name);
		return (gate != null) ? figure.applyAsDouble(gate) : 0;
	}

}

package dev.mainstay.admission.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.GateStatistics;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.Refusal;
import dev.mainstay.admission.Segment;
import dev.mainstay.admission.SegmentSnapshot;

/**
 * Publishes the figures of one segment of the gate of one data source, by their names:
 * the gate may be made anew.
 */
public final class GateMeters implements MeterBinder {

	private final Gates gates;

	private final String name;

	private final String segment;

	/**
	 * Create the meters.
	 * @param gates the gates
	 * @param name the bean name of the data source
	 * @param segment the name of the segment
	 */
	public GateMeters(Gates gates, String name, String segment) {
		this.gates = gates;
		this.name = name;
		this.segment = segment;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, GateMeter.PERMITS, SegmentSnapshot::maximum);
		gauge(registry, GateMeter.IN_USE, SegmentSnapshot::inUse);
		gauge(registry, GateMeter.WAITING, SegmentSnapshot::waiting);
		FunctionTimer
			.builder(GateMeter.WAIT.meterName(), this.gates,
					(all) -> (long) figure((statistics) -> statistics.waits().count()),
					(all) -> figure((statistics) -> statistics.waits().totalNanos()), TimeUnit.NANOSECONDS)
			.description(GateMeter.WAIT.description())
			.tags(tags())
			.register(registry);
		for (Refusal reason : Refusal.values()) {
			FunctionCounter
				.builder(GateMeter.REFUSALS.meterName(), this.gates,
						(all) -> figure((statistics) -> statistics.refusals(reason)))
				.description(GateMeter.REFUSALS.description())
				.tags(tags())
				.tag("reason", reason.id())
				.register(registry);
		}
	}

	private Tags tags() {
		return Tags.of("pool", this.name, "segment", this.segment);
	}

	private void gauge(MeterRegistry registry, GateMeter meter, ToDoubleFunction<SegmentSnapshot> figure) {
		Gauge.builder(meter.meterName(), this.gates, (all) -> now(figure))
			.description(meter.description())
			.tags(tags())
			.register(registry);
	}

	private double now(ToDoubleFunction<SegmentSnapshot> figure) {
		return gate().flatMap((gate) -> gate.segmentSnapshots().stream())
			.filter((one) -> one.name().equals(this.segment))
			.mapToDouble(figure)
			.sum();
	}

	private double figure(ToDoubleFunction<GateStatistics> figure) {
		return gate().flatMap((gate) -> gate.segments().stream())
			.filter((one) -> one.name().equals(this.segment))
			.map(Segment::statistics)
			.mapToDouble(figure)
			.sum();
	}

	private Stream<Gate> gate() {
		return Stream.ofNullable(this.gates.find(this.name));
	}

}

package dev.mainstay.admission.holder.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.admission.holder.HeldTimes;
import dev.mainstay.admission.holder.HttpCalls;
import dev.mainstay.admission.holder.LeakWatch;

/**
 * Publishes the figures of those who have connections of one data source.
 */
public final class HolderMeters implements MeterBinder {

	private static final double NANOS = 1e9;

	private final LeakWatch leaks;

	private final HeldTimes times;

	private final HttpCalls calls;

	private final String name;

	private final boolean ends;

	/**
	 * Create the meters.
	 * @param leaks counts the leaks
	 * @param times counts the time
	 * @param calls counts the HTTP calls
	 * @param name the bean name of the data source
	 * @param ends whether leaks are ended
	 */
	public HolderMeters(LeakWatch leaks, HeldTimes times, HttpCalls calls, String name, boolean ends) {
		this.leaks = leaks;
		this.times = times;
		this.calls = calls;
		this.name = name;
		this.ends = ends;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		counter(registry, "found", (watch) -> watch.found(this.name));
		counter(registry, "returned", (watch) -> watch.returned(this.name));
		if (this.ends) {
			counter(registry, "ended", (watch) -> watch.ended(this.name));
		}
		FunctionTimer
			.builder(HolderMeter.HELD.meterName(), this.times, (all) -> all.total(this.name).count(),
					(all) -> all.total(this.name).held().toNanos(), TimeUnit.NANOSECONDS)
			.description(HolderMeter.HELD.description())
			.tag("pool", this.name)
			.register(registry);
		FunctionCounter
			.builder(HolderMeter.HELD_IDLE.meterName(), this.times,
					(all) -> all.total(this.name).idle().toNanos() / NANOS)
			.baseUnit("seconds")
			.description(HolderMeter.HELD_IDLE.description())
			.tag("pool", this.name)
			.register(registry);
		FunctionTimer
			.builder(HolderMeter.HTTP_CALLS.meterName(), this.calls, (all) -> all.total(this.name).count(),
					(all) -> all.total(this.name).held().toNanos(), TimeUnit.NANOSECONDS)
			.description(HolderMeter.HTTP_CALLS.description())
			.tag("pool", this.name)
			.register(registry);
	}

	private void counter(MeterRegistry registry, String event, ToDoubleFunction<LeakWatch> figure) {
		FunctionCounter.builder(HolderMeter.LEAKS.meterName(), this.leaks, figure)
			.description(HolderMeter.LEAKS.description())
			.tag("pool", this.name)
			.tag("event", event)
			.register(registry);
	}

}

package dev.mainstay.observe.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;

import dev.mainstay.event.Latencies;

/**
 * An operation that has meters. Figures are updated by one thread at a time and read by
 * any.
 */
final class MeteredOperation {

	private static final List<String> QUANTILES = List.of("0.5", "0.95", "0.99");

	private static final long MINUTE = 60_000_000_000L;

	private final Name name;

	private final Tags tags;

	private volatile Latencies latencies;

	private volatile Latencies lately;

	// What was known one to two minutes ago, and up to a minute ago. At first all is new.
	private Latencies before = Latencies.NONE;

	private Latencies next;

	private long turnedNanos;

	MeteredOperation(Name name, Latencies latencies, long now) {
		this.name = name;
		this.tags = Tags.of("pool", name.dataSource(), "operation", name.operation());
		this.latencies = latencies;
		this.lately = latencies;
		this.next = latencies;
		this.turnedNanos = now;
	}

	Name name() {
		return this.name;
	}

	long count() {
		return this.latencies.count();
	}

	void update(Latencies latencies, long now) {
		if (now - this.turnedNanos >= MINUTE) {
			this.before = this.next;
			this.next = latencies;
			this.turnedNanos = now;
		}
		this.latencies = latencies;
		this.lately = latencies.minus(this.before);
	}

	void register(MeterRegistry registry) {
		FunctionTimer
			.builder(StatementMeter.OPERATION.meterName(), this, MeteredOperation::count,
					(operation) -> operation.latencies.totalNanos(), TimeUnit.NANOSECONDS)
			.description(StatementMeter.OPERATION.description())
			.tags(this.tags)
			.register(registry);
		for (String quantile : QUANTILES) {
			double share = Double.parseDouble(quantile);
			TimeGauge
				.builder(StatementMeter.OPERATION_QUANTILE.meterName(), this, TimeUnit.NANOSECONDS,
						(operation) -> operation.quantileNanos(share))
				.description(StatementMeter.OPERATION_QUANTILE.description())
				.tags(this.tags)
				.tag("quantile", quantile)
				.register(registry);
		}
	}

	void remove(MeterRegistry registry) {
		Iterable<Tag> mine = this.tags;
		registry.find(StatementMeter.OPERATION.meterName()).tags(mine).meters().forEach(registry::remove);
		registry.find(StatementMeter.OPERATION_QUANTILE.meterName()).tags(mine).meters().forEach(registry::remove);
	}

	private double quantileNanos(double share) {
		Latencies latest = this.lately;
		return (latest.count() != 0) ? latest.quantileNanos(share) : Double.NaN;
	}

	/**
	 * Which operation it is.
	 *
	 * @param dataSource the bean name of the data source
	 * @param operation the name of the operation
	 */
	record Name(String dataSource, String operation) {
	}

}

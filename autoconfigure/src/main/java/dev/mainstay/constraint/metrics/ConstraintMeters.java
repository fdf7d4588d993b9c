package dev.mainstay.constraint.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.constraint.ViolationCounts;
import dev.mainstay.constraint.ViolationKind;

/**
 * Publishes the violations of one data source.
 */
public final class ConstraintMeters implements MeterBinder {

	private final ViolationCounts counts;

	private final String dataSource;

	/**
	 * Create the meters.
	 * @param counts the counts
	 * @param dataSource the bean name of the data source
	 */
	public ConstraintMeters(ViolationCounts counts, String dataSource) {
		this.counts = counts;
		this.dataSource = dataSource;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (ViolationKind kind : ViolationKind.values()) {
			FunctionCounter
				.builder(ConstraintMeter.VIOLATIONS.meterName(), this.counts,
						(counts) -> counts.count(this.dataSource, kind))
				.description(ConstraintMeter.VIOLATIONS.description())
				.tag("pool", this.dataSource)
				.tag("kind", kind.id())
				.register(registry);
		}
	}

}

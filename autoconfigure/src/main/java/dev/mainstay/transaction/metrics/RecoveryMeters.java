package dev.mainstay.transaction.metrics;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.failure.FailureKind;
import dev.mainstay.transaction.GiveUpReason;
import dev.mainstay.transaction.statistics.RecoverySnapshot;
import dev.mainstay.transaction.statistics.RecoveryStatistics;

/**
 * Publishes what became of units of work that failed. Kinds of failures after which
 * nothing is ever tried again have no meter.
 */
public final class RecoveryMeters implements MeterBinder {

	private final RecoveryStatistics statistics;

	/**
	 * Create the meters.
	 * @param statistics the figures
	 */
	public RecoveryMeters(RecoveryStatistics statistics) {
		this.statistics = statistics;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (FailureKind kind : FailureKind.values()) {
			if (kind.reaction() != FailureKind.Reaction.GIVE_UP) {
				count(TransactionMeter.RETRIES, "kind", kind, registry,
						(snapshot) -> snapshot.retries().getOrDefault(kind, 0L));
				count(TransactionMeter.RECOVERED, "kind", kind, registry,
						(snapshot) -> snapshot.recovered().getOrDefault(kind, 0L));
			}
		}
		for (GiveUpReason reason : GiveUpReason.values()) {
			count(TransactionMeter.FAILED, "reason", reason, registry,
					(snapshot) -> snapshot.givenUp().getOrDefault(reason, 0L));
		}
	}

	private void count(TransactionMeter meter, String tag, Enum<?> value, MeterRegistry registry,
			ToDoubleFunction<RecoverySnapshot> figure) {
		FunctionCounter.builder(meter.meterName(), this.statistics, (all) -> figure.applyAsDouble(all.snapshot()))
			.description(meter.description())
			.tag(tag, value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.register(registry);
	}

}

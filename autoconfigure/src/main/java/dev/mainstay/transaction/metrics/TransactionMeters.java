package dev.mainstay.transaction.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.mainstay.transaction.deadlock.DeadlockLog;
import dev.mainstay.transaction.statistics.OperationSnapshot;
import dev.mainstay.transaction.statistics.TransactionSnapshot;
import dev.mainstay.transaction.statistics.TransactionStatistics;
import dev.mainstay.transaction.watchdog.TransactionWatchdog;

/**
 * Publishes the figures of the transactions on one data source. They are read when
 * somebody asks; no transaction pays for it.
 */
public final class TransactionMeters implements MeterBinder {

	private final TransactionStatistics statistics;

	private final TransactionWatchdog watchdog;

	private final DeadlockLog deadlocks;

	private final String name;

	/**
	 * Create the meters.
	 * @param statistics the figures
	 * @param watchdog knows the long transactions
	 * @param deadlocks knows the deadlocks
	 * @param name the bean name of the data source
	 */
	public TransactionMeters(TransactionStatistics statistics, TransactionWatchdog watchdog, DeadlockLog deadlocks,
			String name) {
		this.statistics = statistics;
		this.watchdog = watchdog;
		this.deadlocks = deadlocks;
		this.name = name;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		count(TransactionMeter.TRANSACTIONS, "outcome", "committed", registry, TransactionSnapshot::commits);
		count(TransactionMeter.TRANSACTIONS, "outcome", "rolled-back", registry, TransactionSnapshot::rollbacks);
		count(TransactionMeter.TRANSACTIONS, "outcome", "unknown", registry, TransactionSnapshot::unknown);
		count(TransactionMeter.RESOLVED, "outcome", "committed", registry, TransactionSnapshot::resolvedCommits);
		count(TransactionMeter.RESOLVED, "outcome", "rolled-back", registry, TransactionSnapshot::resolvedRollbacks);
		counter(TransactionMeter.ROLLBACK_FAILURES, this.statistics,
				(all) -> all.snapshot(this.name).rollbackFailures())
			.register(registry);
		counter(TransactionMeter.LONG, this.watchdog, (all) -> all.warned(this.name)).tag("event", "warned")
			.register(registry);
		counter(TransactionMeter.LONG, this.watchdog, (all) -> all.ended(this.name)).tag("event", "ended")
			.register(registry);
		counter(TransactionMeter.DEADLOCKS, this.deadlocks, (all) -> all.deadlocks(this.name)).register(registry);
		counter(TransactionMeter.CONFLICTS, this.deadlocks, (all) -> all.conflicts(this.name)).register(registry);
		Gauge.builder(TransactionMeter.ACTIVE.meterName(), this.statistics, (all) -> all.snapshot(this.name).active())
			.description(TransactionMeter.ACTIVE.description())
			.tag("pool", this.name)
			.register(registry);
		time(registry);
	}

	private void time(MeterRegistry registry) {
		FunctionTimer
			.builder(TransactionMeter.DURATION.meterName(), this.statistics, (all) -> all.snapshot(this.name).count(),
					(all) -> all.snapshot(this.name).totalNanos(), TimeUnit.NANOSECONDS)
			.description(TransactionMeter.DURATION.description())
			.tag("pool", this.name)
			.register(registry);
		TimeGauge
			.builder(TransactionMeter.LONGEST.meterName(), this.statistics, TimeUnit.NANOSECONDS,
					(all) -> all.snapshot(this.name).longest().map(OperationSnapshot::longestNanos).orElse(0L))
			.description(TransactionMeter.LONGEST.description())
			.tag("pool", this.name)
			.register(registry);
	}

	private void count(TransactionMeter meter, String tag, String value, MeterRegistry registry,
			ToLongFunction<TransactionSnapshot> figure) {
		counter(meter, this.statistics, (all) -> figure.applyAsLong(all.snapshot(this.name))).tag(tag, value)
			.register(registry);
	}

	private <T> FunctionCounter.Builder<T> counter(TransactionMeter meter, T source, ToDoubleFunction<T> figure) {
		return FunctionCounter.builder(meter.meterName(), source, figure)
			.description(meter.description())
			.tag("pool", this.name);
	}

}

package dev.mainstay.observe.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.event.Latencies;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.observe.StatementTotal;

/**
 * Publishes the figures of all statements of a data source. They are read when somebody
 * asks; no statement pays for it. Thread-safe.
 */
public final class StatementMeters {

	private static final Logger logger = LoggerFactory.getLogger(StatementMeters.class);

	private static final long SECOND = 1_000_000_000;

	private final StatementStatistics statistics;

	private final LongSupplier nanoTime;

	private final Map<String, Known> known = new ConcurrentHashMap<>();

	private final AtomicBoolean failed = new AtomicBoolean();

	/**
	 * Create the meters.
	 * @param statistics the figures
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public StatementMeters(StatementStatistics statistics, LongSupplier nanoTime) {
		this.statistics = statistics;
		this.nanoTime = nanoTime;
	}

	/**
	 * Publish the figures of a data source.
	 * @param registry where to
	 * @param dataSource the bean name
	 */
	public void bindTo(MeterRegistry registry, String dataSource) {
		FunctionTimer
			.builder(StatementMeter.STATEMENTS.meterName(), this, (all) -> all.latencies(dataSource).count(),
					(all) -> all.latencies(dataSource).totalNanos(), TimeUnit.NANOSECONDS)
			.description(StatementMeter.STATEMENTS.description())
			.tag("pool", dataSource)
			.register(registry);
		for (LatencyStep step : LatencyStep.ALL) {
			counter(StatementMeter.WITHIN, dataSource, (total) -> step.count(total.latencies()))
				.tag("le", step.seconds())
				.register(registry);
		}
		for (FailureKind kind : FailureKind.values()) {
			counter(StatementMeter.ERRORS, dataSource, (total) -> total.errors().getOrDefault(kind, 0L))
				.tag("kind", kind.id())
				.register(registry);
		}
		counter(StatementMeter.SLOW, dataSource, StatementTotal::slow).register(registry);
		counter(StatementMeter.ROWS, dataSource, StatementTotal::rows).register(registry);
		counter(StatementMeter.DROPPED, dataSource, StatementTotal::dropped).register(registry);
	}

	private FunctionCounter.Builder<StatementMeters> counter(StatementMeter meter, String dataSource,
			ToDoubleFunction<StatementTotal> figure) {
		return FunctionCounter.builder(meter.meterName(), this, (all) -> figure.applyAsDouble(all.total(dataSource)))
			.description(meter.description())
			.tag("pool", dataSource);
	}

	private Latencies latencies(String dataSource) {
		return total(dataSource).latencies();
	}

	// All meters of one scrape tell of the same moment, and the sum is drawn up once.
	private StatementTotal total(String dataSource) {
		long now = this.nanoTime.getAsLong();
		Known latest = this.known.get(dataSource);
		if (latest == null || now - latest.nanos() >= SECOND) {
			latest = this.known.compute(dataSource, (name, other) -> (other != null && now - other.nanos() < SECOND)
					? other : new Known(now, read(dataSource, other)));
		}
		return latest.total();
	}

	// What fails here would take the meters of everybody else with it.
	private StatementTotal read(String dataSource, @Nullable Known before) {
		try {
			return this.statistics.total(dataSource);
		}
		catch (RuntimeException ex) {
			if (!this.failed.getAndSet(true)) {
				logger.warn("The meters of the statements on '{}' stand still, because reading them failed", dataSource,
						ex);
			}
			return (before != null) ? before.total() : StatementTotal.NONE;
		}
	}

	/**
	 * What was read last.
	 *
	 * @param nanos when
	 * @param total the figures
	 */
	private record Known(long nanos, StatementTotal total) {
	}

}

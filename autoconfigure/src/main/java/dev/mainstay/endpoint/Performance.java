package dev.mainstay.endpoint;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.mainstay.observe.RecentStatements;
import dev.mainstay.observe.StatementObservation;
import dev.mainstay.observe.StatementPerformance;

/**
 * Says how the statements of a database have done lately.
 */
public final class Performance {

	private final StatementPerformance performance;

	private final StatementObservation observation;

	/**
	 * Create it.
	 * @param performance knows the last day
	 * @param observation whether anybody looks
	 */
	public Performance(StatementPerformance performance, StatementObservation observation) {
		this.performance = performance;
		this.observation = observation;
	}

	@Nullable PerformanceDescriptor of(String dataSource) {
		return this.observation.isOn() ? PerformanceDescriptor.of(this.performance.of(dataSource)) : null;
	}

	/**
	 * The performance as JSON.
	 *
	 * @param avgQueryTimeMs how long a statement of the last hour took on average; absent
	 * if there was none
	 * @param slowQueries24h slow statements of the last 24 hours
	 * @param errorRatePerHour statements that failed in an hour, on average of the last
	 * 24 hours
	 */
	record PerformanceDescriptor(@Nullable Double avgQueryTimeMs, long slowQueries24h, double errorRatePerHour) {

		static PerformanceDescriptor of(RecentStatements recent) {
			Duration mean = recent.mean();
			return new PerformanceDescriptor((mean != null) ? Milliseconds.of(mean.toNanos()) : null, recent.slow(),
					Math.round(recent.errorsPerHour() * 10) / 10.0);
		}

	}

}

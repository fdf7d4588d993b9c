package dev.mainstay.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.Sample;
import dev.mainstay.event.Signal;
import dev.mainstay.history.History;
import dev.mainstay.history.Window;
import dev.mainstay.history.analysis.Trend;

/**
 * Shows what was measured last, and where it goes, at {@code /actuator/database/metrics}.
 */
@Endpoint(id = "databasemetrics")
public class DatabaseMetricsEndpoint {

	private static final Duration TREND_LENGTH = Duration.ofHours(1);

	private static final List<Signal> TRENDS = List.of(Signal.CONNECTION_UTILIZATION, Signal.TRANSACTIONS_ACTIVE,
			Signal.STATEMENTS_PER_SECOND, Signal.STATEMENT_MEAN, Signal.STATEMENT_P95, Signal.ERROR_SHARE);

	private final History history;

	/**
	 * Create the endpoint.
	 * @param history what was measured
	 */
	public DatabaseMetricsEndpoint(History history) {
		this.history = history;
	}

	/**
	 * Show the latest sample.
	 * @param dataSource the bean name, or {@code null} for all data sources
	 * @return the sample of each data source, empty before the first one
	 */
	@ReadOperation
	public MetricsDescriptor metrics(@Nullable String dataSource) {
		List<SampleDescriptor> samples = new ArrayList<>();
		for (String name : new HistoryLookup(this.history).find(dataSource)) {
			Sample sample = this.history.current(name);
			if (sample != null) {
				samples.add(SampleDescriptor.of(sample, this.history.window(name, TREND_LENGTH)));
			}
		}
		return new MetricsDescriptor(samples);
	}

	/**
	 * What was measured last, as JSON.
	 */
	public static final class MetricsDescriptor implements OperationResponseBody {

		private final List<SampleDescriptor> dataSources;

		MetricsDescriptor(List<SampleDescriptor> dataSources) {
			this.dataSources = dataSources;
		}

		public List<?> getDataSources() {
			return this.dataSources;
		}

	}

	/**
	 * A sample as JSON.
	 *
	 * @param name bean name of the data source
	 * @param from when it began
	 * @param to when it ended
	 * @param signals the values by the id of the signal; what was not measured is not
	 * there
	 * @param trends where signals went in the last hour, by the id of the signal
	 * @param operations how long statements took, those that took the most time first
	 * @param errors errors by kind
	 */
	record SampleDescriptor(String name, Instant from, Instant to, Map<String, ValueDescriptor> signals,
			Map<String, TrendDescriptor> trends, List<OperationLatencyDescriptor> operations,
			Map<String, Long> errors) {

		static SampleDescriptor of(Sample sample, Window window) {
			Map<String, ValueDescriptor> signals = new LinkedHashMap<>();
			for (Signal signal : Signal.values()) {
				Double value = sample.value(signal);
				if (value != null) {
					signals.put(signal.id(), new ValueDescriptor(Numbers.rounded(value), signal.unit().symbol()));
				}
			}
			Map<String, TrendDescriptor> trends = new LinkedHashMap<>();
			for (Signal signal : TRENDS) {
				if (sample.value(signal) != null) {
					trends.put(signal.id(), TrendDescriptor.of(Trend.of(window.series(signal))));
				}
			}
			List<Map.Entry<String, Latencies>> operations = sample.operations()
				.entrySet()
				.stream()
				.sorted(Comparator.comparing((operation) -> operation.getValue().totalNanos(),
						Comparator.reverseOrder()))
				.toList();
			return new SampleDescriptor(sample.dataSource(), sample.from(), sample.to(), signals, trends,
					OperationLatencyDescriptor.of(operations), new TreeMap<>(sample.errors()));
		}

	}

	/**
	 * A value as JSON.
	 *
	 * @param value the number
	 * @param unit what it counts, empty for things
	 */
	record ValueDescriptor(double value, String unit) {

	}

}

package dev.mainstay.endpoint;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.convert.DurationStyle;

import dev.mainstay.event.Signal;
import dev.mainstay.history.History;

/**
 * Shows what was measured in the last day, and what can be learned from it, at
 * {@code /actuator/database/metrics/history}.
 */
@Endpoint(id = "databasemetricshistory")
public class DatabaseMetricsHistoryEndpoint {

	private static final Duration DEFAULT_LENGTH = Duration.ofHours(1);

	private final History history;

	/**
	 * Create the endpoint.
	 * @param history what was measured
	 */
	public DatabaseMetricsHistoryEndpoint(History history) {
		this.history = history;
	}

	/**
	 * Show what was measured in the time up to now.
	 * @param window how far back to look, such as {@code 15m}, {@code 24h} or
	 * {@code PT6H}, in seconds if no unit is given; an hour if {@code null}
	 * @param dataSource the bean name, or {@code null} for all data sources
	 * @param signal the ids of the signals, or {@code null} for all
	 * @return the history of each data source
	 */
	@ReadOperation
	public AllHistoriesDescriptor history(@Nullable String window, @Nullable String dataSource,
			@Nullable List<String> signal) {
		Duration length = (window != null) ? length(window) : DEFAULT_LENGTH;
		Set<Signal> signals = (signal != null) ? signals(signal) : EnumSet.allOf(Signal.class);
		return new AllHistoriesDescriptor(new HistoryLookup(this.history).find(dataSource)
			.stream()
			.map((name) -> HistoryDescriptor.of(this.history.window(name, length), this.history.zone(), signals))
			.toList());
	}

	private static Duration length(String window) {
		try {
			Duration length = DurationStyle.detectAndParse(window, ChronoUnit.SECONDS);
			if (!length.isNegative() && !length.isZero()) {
				return length;
			}
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw invalid("'window' must be a duration such as 15m, 1h or 24h");
		}
		throw invalid("'window' must be longer than 0");
	}

	private static Set<Signal> signals(List<String> ids) {
		Set<Signal> signals = EnumSet.noneOf(Signal.class);
		for (String id : ids) {
			Signal signal = Signal.ofId(id);
			if (signal == null) {
				throw invalid("'signal' must be one of: "
						+ Arrays.stream(Signal.values()).map(Signal::id).collect(Collectors.joining(", ")));
			}
			signals.add(signal);
		}
		return signals;
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	/**
	 * The history of all data sources as JSON.
	 */
	public static final class AllHistoriesDescriptor implements OperationResponseBody {

		private final List<HistoryDescriptor> dataSources;

		AllHistoriesDescriptor(List<HistoryDescriptor> dataSources) {
			this.dataSources = dataSources;
		}

		public List<?> getDataSources() {
			return this.dataSources;
		}

	}

}

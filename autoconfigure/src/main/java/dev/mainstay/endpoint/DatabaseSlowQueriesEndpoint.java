package dev.mainstay.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.mainstay.endpoint.StatementsDescriptor.FiguresDescriptor;
import dev.mainstay.observe.StatementObservation;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.observe.StatementTotal;
import dev.mainstay.observe.slow.SlowStatements;
import dev.mainstay.pool.ManagedPools;

/**
 * Shows at {@code /actuator/database/slow-queries} which statements take too long, those
 * that are still running among them, and which ones take most of the time.
 */
@Endpoint(id = "databaseslowqueries")
public class DatabaseSlowQueriesEndpoint {

	private static final int USUAL_LIMIT = 20;

	private final ManagedPools pools;

	private final StatementObservation observation;

	private final SlowStatements slowStatements;

	private final StatementStatistics statistics;

	/**
	 * Create the endpoint.
	 * @param pools the pools in care
	 * @param observation whether statements are observed, and what is slow
	 * @param slowStatements knows those that take too long
	 * @param statistics knows all of them
	 */
	public DatabaseSlowQueriesEndpoint(ManagedPools pools, StatementObservation observation,
			SlowStatements slowStatements, StatementStatistics statistics) {
		this.pools = pools;
		this.observation = observation;
		this.slowStatements = slowStatements;
		this.statistics = statistics;
	}

	/**
	 * Show the statements.
	 * @param limit how many to show in each list, {@code null} for the usual number
	 * @param dataSource the bean name, or {@code null} for all data sources
	 * @return slow statements, those that are running first; and of each data source the
	 * statements and operations that take most time
	 */
	@ReadOperation
	public SlowQueriesDescriptor slowQueries(@Nullable Integer limit, @Nullable String dataSource) {
		int most = checked((limit != null) ? limit : USUAL_LIMIT);
		List<String> names = (dataSource != null) ? List.of(new ManagedPoolLookup(this.pools).find(dataSource).name())
				: this.pools.dataSources();
		List<SlowStatementDescriptor> slow = this.slowStatements.latest()
			.stream()
			.filter((statement) -> names.contains(statement.dataSource()))
			.limit(most)
			.map(SlowStatementDescriptor::of)
			.toList();
		return new SlowQueriesDescriptor(this.observation.isOn(), Milliseconds.of(this.observation.slowNanos()), slow,
				names.stream().map((name) -> statements(name, most)).toList());
	}

	private static int checked(int limit) {
		if (limit < 1 || limit > SlowStatements.KEPT) {
			String reason = "limit=%d is not between 1 and %d".formatted(limit, SlowStatements.KEPT);
			throw new InvalidEndpointRequestException(reason, reason);
		}
		return limit;
	}

	private StatementsDescriptor statements(String dataSource, int limit) {
		StatementTotal total = this.statistics.total(dataSource);
		return new StatementsDescriptor(dataSource, total.latencies().count(), total.slow(), total.dropped(),
				this.statistics.statements(dataSource)
					.stream()
					.limit(limit)
					.map((one) -> FiguresDescriptor.of(one, this.statistics.tables(dataSource, one.fingerprint())))
					.toList(),
				this.statistics.operations(dataSource).stream().limit(limit).map(FiguresDescriptor::of).toList());
	}

	/**
	 * Slow statements as JSON.
	 */
	public static final class SlowQueriesDescriptor implements OperationResponseBody {

		private final boolean observing;

		private final double thresholdMs;

		private final List<SlowStatementDescriptor> slowQueries;

		private final List<StatementsDescriptor> dataSources;

		SlowQueriesDescriptor(boolean observing, double thresholdMs, List<SlowStatementDescriptor> slowQueries,
				List<StatementsDescriptor> dataSources) {
			this.observing = observing;
			this.thresholdMs = thresholdMs;
			this.slowQueries = slowQueries;
			this.dataSources = dataSources;
		}

		public boolean isObserving() {
			return this.observing;
		}

		public double getThresholdMs() {
			return this.thresholdMs;
		}

		public List<?> getSlowQueries() {
			return this.slowQueries;
		}

		public List<?> getDataSources() {
			return this.dataSources;
		}

	}

}

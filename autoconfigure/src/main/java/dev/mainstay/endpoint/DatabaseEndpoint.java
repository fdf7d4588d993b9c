package dev.mainstay.endpoint;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.mainstay.alert.Alert;
import dev.mainstay.alert.Alerts;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.PoolSnapshot;
import dev.mainstay.pool.health.DatabaseProbes;
import dev.mainstay.pool.health.ProbeResult;

/**
 * Sums up at {@code /actuator/database} how the primary database is.
 */
@Endpoint(id = DatabaseTopic.ROOT)
public class DatabaseEndpoint {

	private final ManagedPools pools;

	private final DatabaseProbes probes;

	private final Recommendations recommendations;

	private final @Nullable Performance performance;

	private final @Nullable Reliability reliability;

	private final @Nullable Alerts alerts;

	private final Clock clock;

	public DatabaseEndpoint(ManagedPools pools, DatabaseProbes probes, Recommendations recommendations,
			@Nullable Performance performance, @Nullable Reliability reliability, @Nullable Alerts alerts,
			Clock clock) {
		this.pools = pools;
		this.probes = probes;
		this.recommendations = recommendations;
		this.performance = performance;
		this.reliability = reliability;
		this.alerts = alerts;
		this.clock = clock;
	}

	@ReadOperation
	public SummaryDescriptor summary() {
		ManagedPool pool = this.pools.primary();
		String timestamp = this.clock.instant().toString();
		if (pool == null) {
			return new SummaryDescriptor(Status.UNHEALTHY.text(), timestamp, null, null, null,
					List.of("There is no HikariCP data source to look after."), null);
		}
		ProbeResult result = this.probes.of(pool).check(false);
		PoolSnapshot snapshot = pool.snapshot();
		List<String> sentences = new ArrayList<>(this.recommendations.forPool(pool, result));
		Reliability known = this.reliability;
		if (known != null) {
			sentences.addAll(known.advice(pool.name()));
		}
		return new SummaryDescriptor(Status.of(result, snapshot).text(), timestamp, ConnectionsDescriptor.of(snapshot),
				(this.performance != null) ? this.performance.of(pool.name()) : null,
				(known != null) ? known.of(pool.name()) : null, sentences, alerts(pool.name()));
	}

	private @Nullable List<AlertSummary> alerts(String dataSource) {
		return (this.alerts != null) ? this.alerts.active()
			.stream()
			.filter((alert) -> alert.dataSource().equals(dataSource))
			.map(AlertSummary::of)
			.toList() : null;
	}

	/**
	 * How a database is, in one word.
	 */
	private enum Status {

		HEALTHY, DEGRADED, UNHEALTHY;

		static Status of(ProbeResult result, PoolSnapshot snapshot) {
			if (!result.reachable()) {
				return UNHEALTHY;
			}
			return (snapshot.isSaturated() || result.note() != null) ? DEGRADED : HEALTHY;
		}

		String text() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * The summary as JSON. What is not measured is not there.
	 *
	 * @param status {@code healthy}, {@code degraded} or {@code unhealthy}
	 * @param timestamp when the summary was made
	 * @param connectionPool the figures of the pool; absent if there is none
	 * @param performance how statements have done lately; absent if nobody looks
	 * @param reliability deadlocks and recovery from them; absent if nobody counts
	 * @param recommendations what to do, in sentences
	 * @param alerts what is wrong now, the worst first; absent if nobody looks
	 */
	public record SummaryDescriptor(String status, String timestamp, @Nullable Object connectionPool,
			@Nullable Object performance, @Nullable Object reliability, List<String> recommendations,
			@Nullable List<AlertSummary> alerts) implements OperationResponseBody {

	}

	/**
	 * One active alert as JSON, in short.
	 *
	 * @param name the name of the rule
	 * @param severity {@code info}, {@code warning} or {@code critical}
	 * @param message what is wrong, with the figure
	 * @param since when it was raised
	 */
	public record AlertSummary(String name, String severity, String message, String since) {

		static AlertSummary of(Alert alert) {
			return new AlertSummary(alert.rule().name(), alert.severity().id(), alert.message(),
					alert.since().toString());
		}

	}

}

package dev.mainstay.observe.metrics;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.mainstay.event.Latencies;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.observe.RecordedExecution;
import dev.mainstay.observe.StatementObservation;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.observe.StatementTotal;
import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link StatementMeters}.
 */
class StatementMetersTests {

	private static final RecordedExecution QUERY = RecordedExecution.of("orders", "select 1", 3);

	private final Fingerprints fingerprints = new Fingerprints(SqlDialect.H2);

	private final AtomicLong nanoTime = new AtomicLong();

	private final StatementStatistics statistics = new StatementStatistics(100,
			new StatementObservation(Duration.ofSeconds(1)), (product) -> this.fingerprints, this.nanoTime::get,
			Clock.systemUTC());

	private final StatementMeters meters = new StatementMeters(this.statistics, this.nanoTime::get);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void countsAndTimesStatements() {
		this.meters.bindTo(this.registry, "orders");
		this.statistics.completed(QUERY);
		this.statistics.completed(QUERY.withMillis(1_500));
		this.statistics.completed(QUERY.withError(new SQLException("no such table", "42S02")));

		FunctionTimer timer = this.registry.get("db.statements").tag("pool", "orders").functionTimer();
		assertThat(timer.count()).isEqualTo(3);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1_506);
		assertThat(count("db.statements.slow")).isEqualTo(1);
		assertThat(count("db.statements.rows")).isEqualTo(2);
		assertThat(count("db.statements.dropped")).isZero();
		assertThat(this.registry.get("db.statements.errors").tag("kind", FailureKind.BAD_STATEMENT.id()))
			.satisfies((search) -> assertThat(search.functionCounter().count()).isEqualTo(1));
		assertThat(this.registry.get("db.statements.errors").functionCounters()).hasSize(FailureKind.values().length);
	}

	@Test
	void publishesAHistogramThatOnlyGrowsAndEndsWithAll() {
		this.meters.bindTo(this.registry, "orders");
		for (long millis : new long[] { 0, 1, 2, 30, 400, 5_000, 60_000 }) {
			this.statistics.completed(QUERY.withMillis(millis));
		}
		double before = 0;
		for (LatencyStep step : LatencyStep.ALL) {
			double count = within(step.seconds());
			assertThat(count).as(step.seconds()).isGreaterThanOrEqualTo(before);
			before = count;
		}
		assertThat(within("0.000262144")).isEqualTo(1);
		assertThat(within("0.001048576")).isEqualTo(2);
		assertThat(within("0.536870912")).isEqualTo(5);
		assertThat(within("34.359738368")).isEqualTo(6);
		assertThat(within("+Inf")).isEqualTo(7);
	}

	@Test
	void drawsUpTheSumOnceForAScrape() {
		this.meters.bindTo(this.registry, "orders");
		assertThat(within("+Inf")).isZero();
		this.statistics.completed(QUERY);
		assertThat(within("+Inf")).isZero();
		this.nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
		assertThat(within("+Inf")).isEqualTo(1);
	}

	@Test
	void standsStillIfReadingFails() {
		StatementStatistics failing = mock(StatementStatistics.class);
		given(failing.total("orders")).willReturn(new StatementTotal(Latencies.NONE, 7, Map.of(), 0, 0))
			.willThrow(new IllegalStateException("planted"));
		new StatementMeters(failing, this.nanoTime::get).bindTo(this.registry, "orders");
		assertThat(count("db.statements.rows")).isEqualTo(7);
		this.nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
		assertThat(count("db.statements.rows")).isEqualTo(7);
	}

	@Test
	void mayBeBoundTwice() {
		this.meters.bindTo(this.registry, "orders");
		int meters = this.registry.getMeters().size();
		this.meters.bindTo(this.registry, "orders");
		assertThat(this.registry.getMeters()).hasSize(meters);
	}

	private double count(String name) {
		return this.registry.get(name).tag("pool", "orders").functionCounter().count();
	}

	private double within(String seconds) {
		return this.registry.get("db.statements.within").tag("le", seconds).functionCounter().count();
	}

}

package dev.mainstay.observe.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.mainstay.observe.RecordedExecution;
import dev.mainstay.observe.StatementObservation;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OperationMeters}.
 */
class OperationMetersTests {

	private static final RecordedExecution QUERY = RecordedExecution.of("orders", "select 1", 3);

	private final Fingerprints fingerprints = new Fingerprints(SqlDialect.H2);

	private final AtomicLong nanoTime = new AtomicLong();

	private final StatementStatistics statistics = new StatementStatistics(100,
			new StatementObservation(Duration.ofSeconds(1)), (product) -> this.fingerprints, this.nanoTime::get,
			Clock.systemUTC());

	private final OperationMeters meters = new OperationMeters(this.statistics, this.nanoTime::get);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		this.meters.bindTo(this.registry);
	}

	@Test
	void publishesAnOperationWhenItWasSeen() {
		execute("Orders.pay", 4, 10);
		assertThat(this.registry.getMeters()).isEmpty();
		this.meters.refresh();
		assertThat(count("Orders.pay")).isEqualTo(4);
		execute("Orders.pay", 1, 10);
		this.meters.refresh();
		assertThat(count("Orders.pay")).isEqualTo(5);
	}

	@Test
	void tellsQuantiles() {
		execute("Orders.pay", 90, 10);
		execute("Orders.pay", 10, 100);
		this.meters.refresh();
		assertThat(quantile("0.5")).isCloseTo(10, Percentage.withPercentage(7));
		assertThat(quantile("0.95")).isCloseTo(100, Percentage.withPercentage(7));
		assertThat(quantile("0.99")).isCloseTo(100, Percentage.withPercentage(7));
	}

	@Test
	void forgetsInQuantilesWhatWasLongAgo() {
		execute("Orders.pay", 100, 500);
		refreshAfterSeconds(0);
		execute("Orders.pay", 100, 10);
		refreshAfterSeconds(60);
		assertThat(quantile("0.95")).isCloseTo(10, Percentage.withPercentage(7));
		refreshAfterSeconds(60);
		execute("Orders.pay", 1, 20);
		refreshAfterSeconds(10);
		assertThat(quantile("0.99")).isCloseTo(20, Percentage.withPercentage(7));
		refreshAfterSeconds(60);
		refreshAfterSeconds(60);
		assertThat(quantile("0.99")).isNaN();
		assertThat(count("Orders.pay")).isEqualTo(201);
	}

	@Test
	void publishesTheOperationsWithTheMostStatements() {
		for (int i = 0; i < OperationMeters.MOST + 10; i++) {
			execute("Operation." + i, i + 1, 1);
		}
		this.meters.refresh();
		assertThat(timers()).isEqualTo(OperationMeters.MOST);
		assertThat(this.registry.find("db.operation.statements").tag("operation", "Operation.9").meter()).isNull();
		assertThat(count("Operation.10")).isEqualTo(11);
	}

	@Test
	void keepsItsPlaceUnlessAnotherHasFarMore() {
		for (int i = 0; i < OperationMeters.MOST; i++) {
			execute("Operation." + i, 10, 1);
		}
		this.meters.refresh();
		execute("Newcomer", 21, 1);
		this.meters.refresh();
		assertThat(this.registry.find("db.operation.statements").tag("operation", "Newcomer").meter()).isNull();
		execute("Newcomer", 1, 1);
		this.meters.refresh();
		assertThat(count("Newcomer")).isEqualTo(22);
		assertThat(timers()).isEqualTo(OperationMeters.MOST);
		assertThat(this.registry.getMeters()).hasSize(OperationMeters.MOST * 4);
	}

	@Test
	void publishesToARegistryThatComesLater() {
		execute("Orders.pay", 4, 10);
		this.meters.refresh();
		MeterRegistry late = new SimpleMeterRegistry();
		this.meters.bindTo(late);
		assertThat(late.getMeters()).hasSize(this.registry.getMeters().size()).isNotEmpty();
	}

	private void execute(String operation, int times, long millis) {
		for (int i = 0; i < times; i++) {
			this.statistics.completed(QUERY.withOperation(operation).withMillis(millis));
		}
	}

	private void refreshAfterSeconds(long seconds) {
		this.nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
		this.meters.refresh();
	}

	private double count(String operation) {
		return this.registry.get("db.operation.statements").tag("operation", operation).functionTimer().count();
	}

	private double quantile(String quantile) {
		return this.registry.get("db.operation.statements.quantile")
			.tags("operation", "Orders.pay", "quantile", quantile)
			.timeGauge()
			.value(TimeUnit.MILLISECONDS);
	}

	private int timers() {
		return this.registry.get("db.operation.statements").functionTimers().size();
	}

}

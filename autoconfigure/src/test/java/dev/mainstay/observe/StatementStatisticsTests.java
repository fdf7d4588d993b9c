package dev.mainstay.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;

import dev.mainstay.event.Counter;
import dev.mainstay.event.Reading;
import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatementStatistics} as a source of readings.
 */
class StatementStatisticsTests {

	private final StatementObservation observation = new StatementObservation(Duration.ofSeconds(1));

	private final Fingerprints fingerprints = new Fingerprints(SqlDialect.H2);

	private final StatementStatistics statistics = new StatementStatistics(100, this.observation,
			(product) -> this.fingerprints, () -> 0, Clock.systemUTC());

	@Test
	void saysInAReadingWhetherItObserves() {
		this.statistics.completed(RecordedExecution.of("orders", "select 1", 2));
		assertThat(reading().isObserving()).isTrue();

		this.observation.turn(false);

		assertThat(reading().isObserving()).isFalse();
		assertThat(reading().counter(Counter.STATEMENTS)).isOne();
	}

	private Reading reading() {
		Map<String, Reading.Builder> builders = new ConcurrentHashMap<>();
		this.statistics.read((name) -> builders.computeIfAbsent(name, Reading::of));
		return builders.computeIfAbsent("orders", Reading::of).at(Instant.EPOCH);
	}

}

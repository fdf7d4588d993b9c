package dev.mainstay.transaction.deadlock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.mainstay.transaction.statistics.OperationSnapshot;
import dev.mainstay.transaction.statistics.TransactionSnapshot;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeadlockSeverity}, {@link DailyCount} and {@link DeadlockAdvice}.
 */
class DeadlockSeverityTests {

	private static final Instant NOW = Instant.parse("2026-03-29T12:05:00Z");

	@ParameterizedTest
	@CsvSource({ "0, 0, 0, LOW", "5, 5, 5, LOW", "6, 6, 1000000, MEDIUM", "0, 6, 6000, MEDIUM", "0, 6, 6001, LOW",
			"0, 6, 600, HIGH", "59, 59, 1000000, MEDIUM", "60, 60, 1000000, HIGH" })
	void isDrawnFromFrequencyAndShare(long lastHour, long lastDay, long transactions, DeadlockSeverity severity) {
		assertThat(DeadlockSeverity.of(lastHour, lastDay, transactions)).isEqualTo(severity);
	}

	@Test
	void countsOverOneDayOnly() {
		DailyCount count = new DailyCount();
		count.add(NOW, 1);
		count.add(NOW.plus(Duration.ofMinutes(30)), 2);
		assertThat(count.last(NOW.plus(Duration.ofMinutes(50)), Duration.ofHours(1))).isEqualTo(3);
		assertThat(count.last(NOW.plus(Duration.ofMinutes(60)), Duration.ofHours(1))).isEqualTo(2);
		assertThat(count.last(NOW.plus(Duration.ofHours(23)), DailyCount.DAY)).isEqualTo(3);
		assertThat(count.last(NOW.plus(Duration.ofHours(24)), DailyCount.DAY)).isEqualTo(2);
		assertThat(count.last(NOW.plus(Duration.ofDays(400)), DailyCount.DAY)).isZero();
	}

	@Test
	void countsOnWhenTheClockIsSetBack() {
		DailyCount count = new DailyCount();
		count.add(NOW, 1);
		count.add(NOW.minus(Duration.ofHours(3)), 1);
		assertThat(count.last(NOW, Duration.ofHours(1))).isEqualTo(2);
	}

	@Test
	void advisesAnIndexWhereGapsWereLocked() {
		Participant waiting = new Participant(1, null, "X", "orders", "by_day", true, true);
		assertThat(advice(List.of(deadlock("Sync.run", waiting)), Duration.ZERO, 0)).singleElement()
			.asString()
			.contains("gap in index by_day of orders", "READ COMMITTED");
	}

	@Test
	void advisesToSpreadRowsThatAllWant() {
		Participant waiting = new Participant(1, null, "X", "counter", "PRIMARY", false, true);
		List<Deadlock> three = List.of(deadlock("A.run", waiting), deadlock("A.run", waiting),
				deadlock("B.run", waiting));
		assertThat(advice(three, Duration.ZERO, 0)).singleElement().asString().contains("3 of the last 3", "counter");
		assertThat(advice(three.subList(0, 2), Duration.ZERO, 0)).isEmpty();
	}

	@Test
	void advisesToShortenLongTransactions() {
		assertThat(advice(List.of(deadlock("Sync.run")), Duration.ofSeconds(3), 0)).singleElement()
			.asString()
			.contains("'Sync.run' is open for 3s");
		assertThat(advice(List.of(deadlock("Sync.run")), Duration.ofMillis(30), 0)).isEmpty();
	}

	@Test
	void advisesALowerIsolationWhereConflictsPrevail() {
		assertThat(advice(List.of(), Duration.ZERO, 30)).singleElement().asString().contains("isolation level");
		assertThat(advice(List.of(), Duration.ZERO, 29)).isEmpty();
	}

	private static Deadlock deadlock(String operation, Participant... participants) {
		return new Deadlock(1, NOW, "dataSource", operation, List.of(participants), null);
	}

	private static List<String> advice(List<Deadlock> latest, Duration average, long conflicts) {
		DeadlockSummary summary = new DeadlockSummary("dataSource", latest.size(), 0, latest.size(), conflicts,
				DeadlockSeverity.LOW, Map.of(), Map.of());
		OperationSnapshot sync = new OperationSnapshot("Sync.run", 20, 0, 0, 20 * average.toNanos(), average.toNanos());
		return new DeadlockAdvice(summary, latest, new TransactionSnapshot("dataSource", 0, 0, 0, 0, List.of(sync)))
			.sentences();
	}

}

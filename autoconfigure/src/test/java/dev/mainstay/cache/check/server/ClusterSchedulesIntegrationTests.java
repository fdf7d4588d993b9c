package dev.mainstay.cache.check.server;

import org.junit.jupiter.api.Test;

import dev.mainstay.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that two applications in two virtual machines give no answer that is older than
 * the bound says, and that one that does not listen is found.
 * {@link dev.mainstay.cache.check.ScheduleRun} runs more.
 */
class ClusterSchedulesIntegrationTests {

	private static final int SCHEDULES = 48;

	private static final int PAUSE_EACH = 30;

	private static final int MOST = 1000;

	@Test
	void noReaderIsGivenWhatIsOlderThanTheBound() throws Exception {
		try (ClusterSchedules schedules = ClusterSchedules.start(PostgresServer.shared(), null, false, PlantedRace.NONE,
				PAUSE_EACH, 0)) {
			for (int seed = 1; seed <= SCHEDULES; seed++) {
				assertThat(schedules.run(seed)).as("seed %s", seed).isNull();
			}
			assertThat(schedules.summary().hits()).isPositive();
			assertThat(schedules.summary().of("pauses")).isPositive();
		}
	}

	@Test
	void findsAnInstanceThatDoesNotListen() throws Exception {
		try (ClusterSchedules schedules = ClusterSchedules.start(PostgresServer.shared(), null, false,
				PlantedRace.IGNORES_MESSAGES, MOST, 0)) {
			Throwable found = null;
			for (int seed = 1; found == null && seed <= MOST; seed++) {
				found = schedules.run(seed);
			}
			assertThat(found).isInstanceOf(Violation.class);
		}
	}

}

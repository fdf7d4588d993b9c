package dev.mainstay.cache.check.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import dev.mainstay.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application on PostgreSQL gives no answer from before a commit, and that
 * mistakes are found. {@link dev.mainstay.cache.check.ScheduleRun} runs more.
 */
class PostgresSchedulesIntegrationTests {

	private static final int SCHEDULES = 100;

	// Ten times as many as the rarest took when this was written.
	private static final int MOST = 2000;

	@Test
	void noReaderIsGivenWhatWasThereBeforeACommit() throws Exception {
		try (PostgresSchedules schedules = PostgresSchedules.on(PostgresServer.shared(), PlantedRace.NONE)) {
			for (int seed = 1; seed <= SCHEDULES; seed++) {
				assertThat(schedules.run(seed)).as("seed %s", seed).isNull();
			}
			assertThat(schedules.summary().hits()).isGreaterThan(SCHEDULES);
			assertThat(schedules.summary().of("commits")).isGreaterThan(SCHEDULES);
			assertThat(schedules.summary().of("commits of unknown outcome")).isPositive();
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = { "NONE", "IGNORES_MESSAGES" })
	void findsMistakesThatAreMadeOnPurpose(PlantedRace race) throws Exception {
		try (PostgresSchedules schedules = PostgresSchedules.on(PostgresServer.shared(), race)) {
			Throwable found = null;
			for (int seed = 1; found == null && seed <= MOST; seed++) {
				found = schedules.run(seed);
			}
			assertThat(found).isInstanceOf(Violation.class);
		}
	}

}

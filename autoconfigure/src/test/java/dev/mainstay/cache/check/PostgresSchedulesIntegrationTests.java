package dev.mainstay.cache.check;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.cache.check.ModelSchedules.Failure;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers and writers that race on a real server, all of whose answers are checked.
 * {@link ScheduleRun} does more of it.
 */
class PostgresSchedulesIntegrationTests {

	private static final int SCHEDULES = 400;

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@Test
	void noReaderIsGivenWhatWasThereBeforeACommit() throws Exception {
		try (PostgresSchedules schedules = new PostgresSchedules(database.url(), database.username(),
				database.password())) {
			assertThat(schedules.run(1, SCHEDULES)).isNull();
			assertThat(schedules.hits()).isGreaterThan(SCHEDULES);
		}
	}

	@Test
	void findsATableWhoseChangesAreNotSeen() throws Exception {
		try (PostgresSchedules schedules = new PostgresSchedules(PostgresSchedules.ForgetfulBeans.class, database.url(),
				database.username(), database.password())) {
			assertThat(schedules.run(1, SCHEDULES)).isNotNull()
				.extracting(Failure::error)
				.isInstanceOf(History.Violation.class);
		}
	}

}

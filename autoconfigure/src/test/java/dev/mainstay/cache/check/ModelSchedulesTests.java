package dev.mainstay.cache.check;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import dev.mainstay.cache.check.ModelSchedules.Failure;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random but repeatable interleavings of readers and writers, all of whose answers are
 * checked; and the same with mistakes made on purpose, to see that they are found. A
 * failure names its seed, with which {@link ScheduleRun} repeats it.
 */
class ModelSchedulesTests {

	private static final int SCHEDULES = 2000;

	// Five times as many as the rarest took when this was written.
	private static final int MOST = 50_000;

	@Test
	void noReaderIsGivenWhatWasThereBeforeACommit() {
		try (ModelSchedules schedules = new ModelSchedules(Flaw.NONE)) {
			Failure failure = schedules.run(1, SCHEDULES);

			assertThat(failure).isNull();
			assertThat(schedules.hits()).isGreaterThan(SCHEDULES);
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void findsMistakesThatAreMadeOnPurpose(Flaw flaw) {
		try (ModelSchedules schedules = new ModelSchedules(flaw)) {
			Failure failure = schedules.run(1, MOST);

			assertThat(failure).isNotNull().extracting(Failure::error).isInstanceOf(History.Violation.class);
		}
	}

	@Test
	void repeatsWhatASeedHasDone() {
		try (ModelSchedules first = new ModelSchedules(Flaw.NONE);
				ModelSchedules second = new ModelSchedules(Flaw.NONE)) {
			first.run(7, 20);
			second.run(7, 20);

			assertThat(second.steps()).isEqualTo(first.steps());
			assertThat(second.hits()).isEqualTo(first.hits());
		}
	}

}

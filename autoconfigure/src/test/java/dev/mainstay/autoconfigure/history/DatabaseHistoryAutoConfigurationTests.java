package dev.mainstay.autoconfigure.history;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.event.Counter;
import dev.mainstay.event.ReadingSource;
import dev.mainstay.event.Signal;
import dev.mainstay.history.History;
import dev.mainstay.history.ManualClock;
import dev.mainstay.history.SimulatedTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseHistoryAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseHistoryAutoConfigurationTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration DAY = Duration.ofDays(1);

	private final ManualClock clock = new ManualClock(SimulatedTime.START);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, DatabasePoolAutoConfiguration.class,
				DatabaseHistoryAutoConfiguration.class))
		.withBean(Clock.class, () -> this.clock)
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:history", "db.history.interval=1h");

	private final Path directory;

	DatabaseHistoryAutoConfigurationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void remembersFromTheStartOn() {
		this.runner.withUserConfiguration(Instruments.class).run((context) -> {
			this.clock.advance(MINUTE);
			context.getBean(HistoryRecorder.class).record();

			assertThat(context.getBean(History.class).window("orders", DAY).series(Signal.STATEMENTS).values())
				.containsExactly(10);
		});
	}

	@Test
	void doesNotHearOfTheTimeInWhichItWasSwitchedOff() {
		this.runner.withUserConfiguration(Instruments.class).run((context) -> {
			HistoryRecorder recorder = context.getBean(HistoryRecorder.class);
			recorder.enable(false);
			assertThat(recorder.enabled()).isFalse();
			this.clock.advance(Duration.ofHours(3));
			recorder.enable(true);
			this.clock.advance(MINUTE);
			recorder.record();

			assertThat(context.getBean(History.class).window("orders", DAY).covered()).isEqualTo(MINUTE);
		});
	}

	@Test
	void goesOnWithoutASourceThatFails(CapturedOutput output) {
		this.runner.withUserConfiguration(Instruments.class, FailingInstruments.class).run((context) -> {
			assertThat(context).hasNotFailed();
			for (int i = 0; i < 3; i++) {
				this.clock.advance(MINUTE);
				context.getBean(HistoryRecorder.class).record();
			}

			assertThat(context.getBean(History.class).window("orders", DAY).size()).isEqualTo(3);
			assertThat(output).containsOnlyOnce("which failed");
		});
	}

	@Test
	void survivesARestart() {
		ApplicationContextRunner kept = this.runner.withUserConfiguration(Instruments.class)
			.withPropertyValues("db.history.file=" + this.directory.resolve("history"));
		for (int i = 0; i < 3; i++) {
			int known = i;
			kept.run((context) -> {
				History history = context.getBean(History.class);
				assertThat(history.window("orders", DAY).size()).isEqualTo(known);
				this.clock.advance(MINUTE);
				context.getBean(HistoryRecorder.class).record();
				assertThat(history.window("orders", DAY).series(Signal.STATEMENTS).values()).hasSize(known + 1)
					.containsOnly(10);
			});
			this.clock.advance(MINUTE);
		}
	}

	@Test
	void savesWhileTheApplicationRuns() {
		Path file = this.directory.resolve("history");
		this.runner.withUserConfiguration(Instruments.class)
			.withPropertyValues("db.history.file=" + file)
			.run((context) -> {
				this.clock.advance(MINUTE);
				context.getBean(HistoryRecorder.class).record();
				assertThat(file).doesNotExist();
				this.clock.advance(Duration.ofMinutes(5));
				context.getBean(HistoryRecorder.class).record();
				assertThat(file).isNotEmptyFile();
			});
	}

	@Test
	void startsWithAFileThatCannotBeRead(CapturedOutput output) throws Exception {
		Path file = Files.writeString(this.directory.resolve("history"), "nonsense, and a little more of it");
		this.runner.withUserConfiguration(Instruments.class)
			.withPropertyValues("db.history.file=" + file)
			.run((context) -> assertThat(context).hasNotFailed());

		assertThat(output).contains("History starts empty");
	}

	@Test
	void startsWithoutTheDirectoryOfTheFile(CapturedOutput output) {
		this.runner.withUserConfiguration(Instruments.class)
			.withPropertyValues("db.history.file=" + this.directory.resolve("missing/history"))
			.run((context) -> assertThat(context).hasNotFailed());

		assertThat(output).containsOnlyOnce("its directory does not exist");
	}

	@Test
	void backsOffWhenUserHasAHistory() {
		this.runner.withUserConfiguration(OwnHistory.class).run((context) -> {
			assertThat(context).hasSingleBean(History.class);
			assertThat(context.getBean(History.class).retention()).isEqualTo(MINUTE);
		});
	}

	@Test
	void isNotThereWhenSwitchedOff() {
		for (String property : new String[] { "db.history.enabled=false", "db.enabled=false" }) {
			this.runner.withPropertyValues(property)
				.run((context) -> assertThat(context).doesNotHaveBean(History.class)
					.doesNotHaveBean(HistoryRecorder.class));
		}
	}

	@Test
	void startsNoThreadWithoutInstruments() {
		this.runner.run((context) -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain("db-history"));
	}

	@Test
	void doesNotStartWithValuesThatMakeNoSense() {
		fails("interval", "0s", "must be at least 1s");
		fails("interval", "2h", "must be at most 1h");
		fails("retention", "30s", "must be at least 60s");
		fails("retention", "30m", "must not be shorter than db.history.interval");
		fails("file", "", "is empty");
		fails("file", this.directory.toString(), "is a directory");
	}

	private void fails(String name, String value, String reason) {
		this.runner.withPropertyValues("db.history." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidPropertyException.class, (ex) -> {
					assertThat(ex.getProperty()).isEqualTo("db.history." + name);
					assertThat(ex.getReason()).isEqualTo(reason);
					assertThat(ex.getAction()).contains("db.history." + name + "=");
				}));
	}

	@Configuration(proxyBeanMethods = false)
	static class Instruments {

		@Bean
		ReadingSource instruments(Clock clock) {
			long start = clock.instant().getEpochSecond();
			return (readings) -> readings.apply("orders")
				.counter(Counter.STATEMENTS, (clock.instant().getEpochSecond() - start) / 6);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingInstruments {

		@Bean
		@Order(-1)
		ReadingSource failing() {
			return (readings) -> {
				readings.apply("orders");
				throw new IllegalStateException("planted");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHistory {

		@Bean
		History ownHistory() {
			return new History(MINUTE, Clock.systemUTC(), ZoneOffset.UTC);
		}

	}

}

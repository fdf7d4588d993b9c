package dev.mainstay.autoconfigure.background;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PeriodicTask}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PeriodicTaskTests {

	private final AtomicInteger runs = new AtomicInteger();

	private final PeriodicTask task = new PeriodicTask("db-test", Duration.ofMillis(1), () -> {
		this.runs.incrementAndGet();
		throw new IllegalStateException("planted");
	});

	@AfterEach
	void stop() {
		this.task.stop();
	}

	@Test
	void doesNothingBeforeItIsStarted() {
		PeriodicTask idle = new PeriodicTask("db-idle", Duration.ofMillis(1), this.runs::incrementAndGet);

		assertThat(idle.isRunning()).isFalse();
		assertThat(Thread.getAllStackTraces().keySet()).noneMatch((thread) -> thread.getName().equals("db-idle"));
	}

	@Test
	void goesOnAfterAFailureAndTellsItOnce(CapturedOutput output) {
		this.task.start();

		Awaitility.await().untilAtomic(this.runs, org.hamcrest.Matchers.greaterThan(3));

		assertThat(output.toString().split("'db-test' failed", -1)).hasSize(2);
	}

	@Test
	void goesOnAfterAnError(CapturedOutput output) {
		PeriodicTask weak = new PeriodicTask("db-weak", Duration.ofMillis(1), () -> {
			if (this.runs.incrementAndGet() == 1) {
				throw new OutOfMemoryError("planted");
			}
		});
		weak.start();
		try {
			Awaitility.await().untilAtomic(this.runs, org.hamcrest.Matchers.greaterThan(1));
			assertThat(output).contains("'db-weak' failed");
		}
		finally {
			weak.stop();
		}
	}

	@Test
	void restsAndGoesOn() {
		this.task.rest(true);
		this.task.start();
		assertThat(this.task.isResting()).isTrue();
		assertThat(this.runs).hasValue(0);

		this.task.rest(false);

		Awaitility.await().untilAtomic(this.runs, org.hamcrest.Matchers.greaterThan(0));
	}

	@Test
	void changesItsRhythmWhileItRuns() {
		PeriodicTask slow = new PeriodicTask("db-test", Duration.ofHours(1), this.runs::incrementAndGet);
		slow.start();
		try {
			slow.every(Duration.ofMillis(1));

			assertThat(slow.interval()).isEqualTo(Duration.ofMillis(1));
			Awaitility.await().untilAtomic(this.runs, org.hamcrest.Matchers.greaterThan(0));
		}
		finally {
			slow.stop();
		}
	}

}

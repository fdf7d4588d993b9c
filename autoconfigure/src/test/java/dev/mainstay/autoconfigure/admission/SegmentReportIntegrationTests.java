package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.admission.holder.ExhaustionLog;
import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.autoconfigure.admission.HolderReportIntegrationTests.Admission;
import dev.mainstay.autoconfigure.admission.HolderReportIntegrationTests.Threads;
import dev.mainstay.operation.PreferredSegments;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link ExhaustionLog} with callers whose segment has no connection left.
 */
@ExtendWith(OutputCaptureExtension.class)
class SegmentReportIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@Test
	void blamesThoseOfTheSegmentThatIsAtItsMaximum(CapturedOutput output) {
		try (JdbcApplication application = start("db.pool.size=4", "db.segments.heavy.max=2", "db.segments.fast.max=4");
				Threads threads = new Threads()) {
			threads.holdInTransaction(application, "com.example.A.x");
			for (int i = 0; i < 2; i++) {
				threads.start("slow-" + i,
						() -> in("heavy", () -> application.jdbc().queryForList("SELECT pg_sleep(3)")));
			}
			await().until(() -> running(application) == 2);
			assertThatException().isThrownBy(() -> in("heavy", () -> application.number("SELECT 1")));
			assertThat(output).contains("No connection of 'dataSource' for a caller of segment 'heavy' (timeout after")
				.contains("SLOW_SQL: 2 of 2 holders of segment 'heavy' wait for the database")
				.contains("pool: 3 of 4 lent")
				.contains("segment 'heavy': 2 of at most 2 in use, 0 callers wait")
				.containsPattern("1\\. somebody \\(thread 'slow-\\d', segment 'heavy'\\)")
				.containsPattern("3\\. 'A\\.x' \\(thread 'holder-0', segment 'default'\\)");
			assertThat(application.number("SELECT 1")).isOne();
		}
	}

	@Test
	void saysThatALargerSegmentWouldHelp(CapturedOutput output) {
		try (JdbcApplication application = start("db.pool.size=4", "db.segments.heavy.max=1");
				Threads threads = new Threads()) {
			keepBusy(application, threads, "heavy");
			await().until(() -> output.getOut().contains("No connection of"));
			assertThat(output).contains("TOO_SMALL: connections of segment 'heavy' come and go quickly")
				.contains("a larger db.segments.heavy.max lets it have more of the pool's 4")
				.doesNotContain("A pool of");
		}
	}

	@Test
	void saysThatOthersKeepWhatIsFree(CapturedOutput output) {
		try (JdbcApplication application = start("db.pool.size=3", "db.segments.heavy.max=3",
				"db.segments.fast.guaranteed=2", "db.segments.fast.max=3", "db.admission.lent-share=0");
				Threads threads = new Threads()) {
			keepBusy(application, threads, "heavy");
			await().until(() -> output.getOut().contains("No connection of"));
			assertThat(output).contains("TOO_SMALL: connections of segment 'heavy' come and go quickly")
				.contains("What is free is kept for other segments")
				.contains("db.segments.heavy.guaranteed");
		}
	}

	@Test
	void blamesAllWhereTheWholePoolIsExhausted(CapturedOutput output) {
		try (JdbcApplication application = start("db.pool.size=2", "db.segments.heavy.max=2");
				Threads threads = new Threads()) {
			threads.holdInTransaction(application, "com.example.A.x");
			threads.holdInTransaction(application, "com.example.B.y");
			assertThatException().isThrownBy(() -> in("heavy", () -> application.number("SELECT 1")));
			assertThat(output).contains("No connection of 'dataSource' for a caller (timeout after")
				.contains("IDLE_IN_TX: 2 of 2 holders are in a transaction");
		}
	}

	private static void keepBusy(JdbcApplication application, Threads threads, String segment) {
		for (int i = 0; i < 150; i++) {
			threads.start("busy-" + i, () -> in(segment, () -> {
				while (!threads.isOver()) {
					try {
						application.jdbc().queryForList("SELECT pg_sleep(0.01)");
					}
					catch (RuntimeException ex) {
						// There are more callers than the segment can serve.
					}
				}
			}));
		}
	}

	private static void in(String segment, Runnable work) {
		List<String> before = PreferredSegments.enter(List.of(segment));
		try {
			work.run();
		}
		finally {
			PreferredSegments.enter(before);
		}
	}

	private static int running(JdbcApplication application) {
		AtomicInteger running = new AtomicInteger();
		application.pool().lentConnections().forEach((connection) -> {
			if (connection.running() != null) {
				running.incrementAndGet();
			}
		});
		return running.get();
	}

	private static JdbcApplication start(String... properties) {
		List<String> all = new ArrayList<>(
				List.of("spring.datasource.url=" + database.url(), "spring.datasource.username=" + database.username(),
						"spring.datasource.password=" + database.password(), "db.pool.max-overflow=0",
						"db.pool.timeout=500ms"));
		all.addAll(List.of(properties));
		return JdbcApplication.start(Admission.class, all.toArray(String[]::new));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
	}

}

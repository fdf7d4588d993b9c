package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;

import dev.mainstay.admission.holder.ExhaustionLog;
import dev.mainstay.admission.holder.Holder;
import dev.mainstay.admission.holder.HolderReport;
import dev.mainstay.admission.holder.HolderReports;
import dev.mainstay.admission.holder.Verdict;
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
			sleep(application, threads, 2, "heavy");
			assertThatException().isThrownBy(() -> in("heavy", () -> application.number("SELECT 1")));
			assertThat(output).contains("No connection of 'dataSource' for a caller of segment 'heavy' (timeout after")
				.contains("SLOW_SQL: 2 of 2 holders of segment 'heavy' wait for the database")
				.contains("pool: 3 of 4 lent")
				.contains("segment 'heavy': 2 of at most 2 in use, 0 callers wait")
				.containsPattern("1\\. somebody \\(thread 'slow-\\d', segment 'heavy'\\)")
				.containsPattern("3\\. 'A\\.x' \\(thread 'holder-0', segment 'default'\\)");
			assertThat(application.number("SELECT 1")).isOne();
			wake(application);
		}
	}

	@Test
	void saysThatALargerSegmentWouldHelp(CapturedOutput output) {
		try (JdbcApplication application = start("db.pool.size=4", "db.segments.heavy.max=1",
				"db.admission.report-interval=1s"); Threads threads = new Threads()) {
			keepAsking(application, threads, 150, "heavy", "SELECT pg_sleep(0.01)");
			await().untilAsserted(
					() -> assertThat(output).contains("TOO_SMALL: connections of segment 'heavy' come and go quickly")
						.contains("A larger db.segments.heavy.max lets it have more of the pool's 4"));
			assertThat(output).doesNotContain("A pool of");
		}
	}

	@Test
	void blamesAllWhereWhatIsFreeIsKeptForOthers(CapturedOutput output) {
		try (JdbcApplication application = start("db.pool.size=4", "db.segments.heavy.max=4",
				"db.segments.fast.guaranteed=2", "db.segments.fast.max=4", "db.admission.lent-share=0");
				Threads threads = new Threads()) {
			threads.holdInTransaction(application, "com.example.A.x");
			threads.holdInTransaction(application, "com.example.B.y");
			assertThatException().isThrownBy(() -> in("heavy", () -> application.number("SELECT 1")))
				.withStackTraceContaining("2 of 4 are lent, 0 callers wait; 2 are kept for segments");
			assertThat(output).contains("No connection of 'dataSource' for a caller (timeout after")
				.contains("IDLE_IN_TX: 2 of 2 holders are in a transaction")
				.contains("gate: 4 permits, 2 in use, 2 kept for segments");
			HolderReports reports = application.context().getBean(HolderReports.class);
			assertThat(reports.now("dataSource")).extracting(HolderReport::verdict).isNull();
			keepAsking(application, threads, 1, "heavy", "SELECT 1");
			await().untilAsserted(() -> assertThat(reports.now("dataSource")).extracting(HolderReport::verdict)
				.isEqualTo(Verdict.IDLE_IN_TX));
		}
	}

	@Test
	void reportsOnASegmentAndOnThePool(CapturedOutput output) {
		try (JdbcApplication application = start("db.pool.size=3", "db.segments.heavy.max=1");
				Threads threads = new Threads()) {
			sleep(application, threads, 1, "heavy");
			assertThatException().isThrownBy(() -> in("heavy", () -> application.number("SELECT 1")));
			assertThatException().isThrownBy(() -> in("heavy", () -> application.number("SELECT 1")));
			threads.holdInTransaction(application, "com.example.A.x");
			Threads last = new Threads();
			last.holdInTransaction(application, "com.example.B.y");
			assertThatException().isThrownBy(() -> application.number("SELECT 1"));
			last.close();
			wake(application);
			assertThat(output).containsOnlyOnce("for a caller of segment 'heavy' (timeout after")
				.containsOnlyOnce("for a caller (timeout after");
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

	@Test
	void theFiguresOfTheMomentAreAboutTheSegmentAtWhoseMaximumCallersWait() {
		try (JdbcApplication application = start("db.pool.size=4", "db.segments.heavy.max=1");
				Threads threads = new Threads()) {
			threads.holdInTransaction(application, "com.example.A.x");
			HolderReports reports = application.context().getBean(HolderReports.class);
			assertThat(reports.now("dataSource")).extracting(HolderReport::verdict).isNull();
			sleep(application, threads, 1, "heavy");
			keepAsking(application, threads, 1, "heavy", "SELECT 1");
			await().untilAsserted(() -> assertThat(reports.now("dataSource")).satisfies((report) -> {
				assertThat(report.verdict()).isEqualTo(Verdict.SLOW_SQL);
				assertThat(report.advice()).startsWith("1 of 1 holders of segment 'heavy' wait");
				assertThat(report.holders()).extracting(Holder::segment).containsExactly("heavy", "default");
			}));
			wake(application);
		}
	}

	// Until it is told to wake up.
	private static void sleep(JdbcApplication application, Threads threads, int count, String segment) {
		for (int i = 0; i < count; i++) {
			threads.start("slow-" + i, () -> in(segment, () -> {
				try {
					application.jdbc().queryForList("SELECT pg_sleep(25)");
				}
				catch (DataAccessException ex) {
					// As it should be.
				}
			}));
		}
		await().until(() -> HolderReportIntegrationTests.running(application) == count);
	}

	private static void wake(JdbcApplication application) {
		application.jdbc()
			.queryForList("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(25)'");
	}

	private static void keepAsking(JdbcApplication application, Threads threads, int count, String segment,
			String sql) {
		for (int i = 0; i < count; i++) {
			threads.start("busy-" + i, () -> in(segment, () -> {
				while (!threads.isOver()) {
					try {
						application.jdbc().queryForList(sql);
					}
					catch (DataAccessException ex) {
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

package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.admission.holder.HeldTime;
import dev.mainstay.admission.holder.HeldTimes;
import dev.mainstay.admission.holder.LeakWatch;
import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.autoconfigure.admission.HolderReportIntegrationTests.Admission;
import dev.mainstay.autoconfigure.admission.HolderReportIntegrationTests.Threads;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeakWatch} and {@link HeldTimes}: connections that are held for too
 * long.
 */
@ExtendWith(OutputCaptureExtension.class)
class LeakIntegrationTests {

	private static final String LEAK = "was not given back for";

	private static final String IDLE = "of it without a statement";

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@Test
	void reportsALeakOnceWithItsPlaceAndItsReturn(CapturedOutput output) {
		try (JdbcApplication application = start("db.pool.leak-threshold=200ms"); Threads threads = new Threads()) {
			threads.hold(application);
			await().until(() -> leaks(application, "found") == 1);
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.during(Duration.ofMillis(500))
				.until(() -> leaks(application, "found") == 1);
			assertThat(count(output, LEAK)).isOne();
			assertThat(output).contains("outside of a transaction; its thread 'holder-0' is at "
					+ HolderReportIntegrationTests.class.getName() + "$Threads.await");
			assertThat(leaks(application, "returned")).isZero();
			threads.end();
			await().until(() -> leaks(application, "returned") == 1);
			assertThat(output).contains("has come back after all");
		}
	}

	@Test
	void leavesAloneWhatTheDatabaseWorksFor(CapturedOutput output) {
		try (JdbcApplication application = start("db.pool.leak-threshold=200ms")) {
			application.inTransaction(false, () -> {
				for (int i = 0; i < 10; i++) {
					application.jdbc().queryForList("SELECT pg_sleep(0.1)");
				}
				return application.jdbc().queryForList("SELECT pg_sleep(1)");
			});
			assertThat(output).doesNotContain(LEAK);
		}
	}

	@Test
	void looksForNoneIfItIsToldSo(CapturedOutput output) {
		try (JdbcApplication application = start("db.pool.leak-threshold=0"); Threads threads = new Threads()) {
			threads.hold(application);
			application.context().getBean(LeakWatch.class).look();
			assertThat(output).doesNotContain(LEAK);
			assertThat(application.pool().dataSource().getLeakDetectionThreshold()).isZero();
		}
	}

	@Test
	void leavesHikarisOwnDetectionToTheUser() {
		try (JdbcApplication application = start("spring.datasource.hikari.leak-detection-threshold=20000")) {
			application.number("SELECT 1");
			assertThat(application.pool().dataSource().getLeakDetectionThreshold()).isEqualTo(20_000);
		}
	}

	@Test
	void warnsOnceOfAnOperationThatHoldsAConnectionWithoutAStatement(CapturedOutput output) {
		try (JdbcApplication application = start("db.admission.idle-held-threshold=100ms")) {
			for (int i = 0; i < 3; i++) {
				cook(application, "com.example.Kitchen.cook", 300);
			}
			cook(application, "com.example.Kitchen.fry", 0);
			assertThat(count(output, IDLE)).isOne();
			assertThat(output).contains("'Kitchen.cook' held a connection of 'dataSource' for")
				.contains("out of the transaction")
				.contains(LeakIntegrationTests.class.getName() + ".cook");
			HeldTime longest = application.context().getBean(HeldTimes.class).longestIdle("dataSource", 10).get(0);
			assertThat(longest.operation()).isEqualTo("Kitchen.cook");
			assertThat(longest.count()).isEqualTo(3);
			assertThat(longest.idle()).isBetween(Duration.ofMillis(900), longest.held());
			assertThat(timer(application, "db.connection.held").count()).isEqualTo(4);
			assertThat(application.context()
				.getBean(MeterRegistry.class)
				.get("db.connection.held.idle")
				.functionCounter()
				.count()).isBetween(0.9, 60.0);
		}
	}

	@Test
	void doesNotWarnOfTimeInStatements(CapturedOutput output) {
		try (JdbcApplication application = start("db.admission.idle-held-threshold=100ms")) {
			application.inTransaction(false, () -> application.jdbc().queryForList("SELECT pg_sleep(0.5)"));
			application.jdbc().queryForList("SELECT pg_sleep(0.5)");
			assertThat(output).doesNotContain(IDLE);
			HeldTime total = application.context().getBean(HeldTimes.class).total("dataSource");
			assertThat(total.held()).isGreaterThan(Duration.ofSeconds(1));
			assertThat(total.idle()).isLessThan(Duration.ofMillis(900));
		}
	}

	private static void cook(JdbcApplication application, String name, int millis) {
		TransactionTemplate template = new TransactionTemplate(
				application.context().getBean(PlatformTransactionManager.class));
		template.setName(name);
		template.executeWithoutResult((status) -> {
			application.number("SELECT 1");
			try {
				assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

	private static JdbcApplication start(String property) {
		return JdbcApplication.start(Admission.class, "spring.datasource.url=" + database.url(),
				"spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password(), property);
	}

	private static double leaks(JdbcApplication application, String event) {
		FunctionCounter counter = application.context()
			.getBean(MeterRegistry.class)
			.get("db.pool.leaks")
			.tag("pool", "dataSource")
			.tag("event", event)
			.functionCounter();
		return counter.count();
	}

	private static FunctionTimer timer(JdbcApplication application, String name) {
		return application.context().getBean(MeterRegistry.class).get(name).tag("pool", "dataSource").functionTimer();
	}

	private static long count(CapturedOutput output, String text) {
		return output.getOut().split(Pattern.quote(text), -1).length - 1;
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

}

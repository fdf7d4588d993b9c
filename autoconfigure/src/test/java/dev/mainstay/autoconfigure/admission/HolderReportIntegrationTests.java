package dev.mainstay.autoconfigure.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.admission.holder.ExhaustionLog;
import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.autoconfigure.operation.DatabaseOperationAutoConfiguration;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link ExhaustionLog} with callers that get no connection.
 */
@ExtendWith(OutputCaptureExtension.class)
class HolderReportIntegrationTests {

	private static final String REPORT = "No connection of 'dataSource' for a caller (";

	private static final Pattern CALLERS = Pattern.compile("this one included: (\\d+)");

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void namesThoseThatAreIdleInTransactions(boolean gate, CapturedOutput output) {
		try (JdbcApplication application = start(gate); Threads threads = new Threads()) {
			threads.holdInTransaction(application, "com.example.A.x");
			threads.holdInTransaction(application, "com.example.B.y");
			assertThatException().isThrownBy(() -> application.number("SELECT 1"));
			assertThat(reports(output)).isOne();
			assertThat(output).contains("IDLE_IN_TX: 2 of 2 holders")
				.contains("'A.x' (thread 'holder-0')")
				.contains("'B.y' (thread 'holder-1')")
				.contains("idle in transaction for")
				.contains("pool: 2 of 2 lent, 2 open, 0 at rest")
				.doesNotContain("4711");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void reportsOnceHoweverManyCallersAreThere(boolean gate, CapturedOutput output) {
		try (JdbcApplication application = start(gate); Threads threads = new Threads()) {
			threads.holdInTransaction(application, "com.example.A.x");
			threads.holdInTransaction(application, "com.example.B.y");
			AtomicInteger failures = new AtomicInteger();
			for (int i = 0; i < 1000; i++) {
				threads.start("caller-" + i, () -> {
					try {
						application.number("SELECT 1");
					}
					catch (RuntimeException ex) {
						failures.incrementAndGet();
					}
				});
			}
			await().until(() -> failures.get() == 1000);
			assertThat(reports(output)).isOne();
		}
	}

	@Test
	void countsThoseThatWereNotReported(CapturedOutput output) {
		try (JdbcApplication application = start(true, "db.admission.report-interval=1s");
				Threads threads = new Threads()) {
			threads.holdInTransaction(application, "com.example.A.x");
			threads.holdInTransaction(application, "com.example.B.y");
			AtomicInteger callers = new AtomicInteger();
			await().until(() -> {
				callers.incrementAndGet();
				assertThatException().isThrownBy(() -> application.number("SELECT 1"));
				return reports(output) == 2;
			});
			Matcher counts = CALLERS.matcher(output);
			int told = 0;
			while (counts.find()) {
				told += Integer.parseInt(counts.group(1));
			}
			assertThat(told).isEqualTo(callers.get());
		}
	}

	@Test
	void canBeSwitchedOff(CapturedOutput output) {
		try (JdbcApplication application = start(true, "db.admission.report-interval=0");
				Threads threads = new Threads()) {
			threads.holdInTransaction(application, "com.example.A.x");
			threads.holdInTransaction(application, "com.example.B.y");
			assertThatException().isThrownBy(() -> application.number("SELECT 1"));
			assertThat(reports(output)).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void blamesThreadsThatEndedWithConnections(boolean gate, CapturedOutput output) throws InterruptedException {
		try (JdbcApplication application = start(gate); Threads threads = new Threads()) {
			List<Connection> lost = new ArrayList<>();
			threads.start("forgetful", () -> lost.add(borrow(application))).join();
			threads.start("forgetful", () -> lost.add(borrow(application))).join();
			assertThatException().isThrownBy(() -> application.number("SELECT 1"));
			assertThat(output).contains("LEAK: 2 of 2 connections are not given back")
				.contains("somebody (thread 'forgetful')")
				.contains("not likely to be given back");
			lost.forEach(HolderReportIntegrationTests::close);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void blamesThoseThatHoldConnectionsForNothing(boolean gate, CapturedOutput output) {
		try (JdbcApplication application = start(gate); Threads threads = new Threads()) {
			threads.hold(application);
			threads.hold(application);
			assertThatException().isThrownBy(() -> application.number("SELECT 1"));
			assertThat(output).contains("IDLE_HELD: 2 of 2 holders");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void blamesSlowStatementsWithoutTheirValues(boolean gate, CapturedOutput output) {
		try (JdbcApplication application = start(gate); Threads threads = new Threads()) {
			for (int i = 0; i < 2; i++) {
				threads.start("slow-" + i, () -> application.jdbc()
					.queryForList("SELECT 'secret-1' AS a, cast(? AS text) AS b, pg_sleep(3)", "secret-2"));
			}
			await().until(() -> running(application) == 2);
			assertThatException().isThrownBy(() -> application.number("SELECT 1"));
			assertThat(output).contains("SLOW_SQL: 2 of 2 holders")
				.contains("in statement for")
				.contains("pg_sleep(?)")
				.doesNotContain("secret-1")
				.doesNotContain("secret-2");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void blamesThoseThatWaitForASecondConnection(boolean gate, CapturedOutput output) {
		try (JdbcApplication application = start(gate); Threads threads = new Threads()) {
			CyclicBarrier both = new CyclicBarrier(2);
			AtomicInteger failures = new AtomicInteger();
			for (int i = 0; i < 2; i++) {
				threads.start("nested-" + i,
						() -> template(application, "com.example.A.x").executeWithoutResult((outer) -> {
							application.number("SELECT 1");
							pass(both);
							TransactionTemplate inner = template(application, "com.example.B.y");
							inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
							try {
								inner.executeWithoutResult((status) -> application.number("SELECT 1"));
							}
							catch (RuntimeException ex) {
								failures.incrementAndGet();
								threads.awaitEnd();
							}
						}));
			}
			await().until(() -> failures.get() > 0 && reports(output) == 1);
			assertThat(output).contains("NESTED_TX: 2 of 2 holders wait for a second connection").contains("'A.x'");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void blamesTheDatabaseThatIsDown(boolean gate, CapturedOutput output) {
		try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared());
				JdbcApplication application = start(proxy.through(database.url()), gate)) {
			application.number("SELECT 1");
			proxy.refuse();
			proxy.cut();
			await().until(() -> {
				try {
					application.number("SELECT 1");
				}
				catch (RuntimeException ex) {
					// As it should be.
				}
				return reports(output) > 0;
			});
			assertThat(output).contains("DB_DOWN: the pool has");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void blamesNobodyWhereConnectionsComeAndGo(boolean gate, CapturedOutput output) {
		try (JdbcApplication application = start(gate, "spring.datasource.hikari.connection-timeout=250");
				Threads threads = new Threads()) {
			for (int i = 0; i < 150; i++) {
				threads.start("busy-" + i, () -> {
					while (!threads.isOver()) {
						try {
							application.jdbc().queryForList("SELECT pg_sleep(0.01)");
						}
						catch (RuntimeException ex) {
							// There are more callers than the pool can serve.
						}
					}
				});
			}
			await().until(() -> reports(output) > 0);
			assertThat(output).contains("TOO_SMALL: connections come and go quickly").contains("A pool of ");
			assertThat(reports(output)).isOne();
		}
	}

	private static JdbcApplication start(boolean gate, String... properties) {
		return start(database.url(), gate, properties);
	}

	private static JdbcApplication start(String url, boolean gate, String... properties) {
		List<String> all = new ArrayList<>(
				List.of("spring.datasource.url=" + url, "spring.datasource.username=" + database.username(),
						"spring.datasource.password=" + database.password(), "db.pool.size=2", "db.pool.max-overflow=0",
						"db.pool.timeout=500ms", "db.admission.enabled=" + gate));
		all.addAll(List.of(properties));
		return JdbcApplication.start(Admission.class, all.toArray(String[]::new));
	}

	private static long reports(CapturedOutput output) {
		return output.getOut().split(Pattern.quote(REPORT), -1).length - 1;
	}

	static int running(JdbcApplication application) {
		AtomicInteger running = new AtomicInteger();
		application.pool().lentConnections().forEach((connection) -> {
			if (connection.running() != null) {
				running.incrementAndGet();
			}
		});
		return running.get();
	}

	private static TransactionTemplate template(JdbcApplication application, String name) {
		TransactionTemplate template = new TransactionTemplate(
				application.context().getBean(PlatformTransactionManager.class));
		template.setName(name);
		return template;
	}

	private static Connection borrow(JdbcApplication application) {
		try {
			return application.context().getBean(DataSource.class).getConnection();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void close(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void pass(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DatabaseAdmissionAutoConfiguration.class, DatabaseHolderAutoConfiguration.class,
			DatabaseOperationAutoConfiguration.class })
	static class Admission {

	}

	/**
	 * Threads that do something with connections until they are told to end.
	 */
	static final class Threads implements AutoCloseable {

		private final List<Thread> threads = new ArrayList<>();

		private final CountDownLatch over = new CountDownLatch(1);

		private int holders;

		Thread start(String name, Runnable work) {
			Thread thread = new Thread(work, name);
			thread.setDaemon(true);
			this.threads.add(thread);
			thread.start();
			return thread;
		}

		void holdInTransaction(JdbcApplication application, String name) {
			CountDownLatch held = new CountDownLatch(1);
			start("holder-" + this.holders++, () -> template(application, name).executeWithoutResult((status) -> {
				application.number("SELECT 4711");
				held.countDown();
				awaitEnd();
			}));
			await(held);
		}

		Thread hold(JdbcApplication application) {
			CountDownLatch held = new CountDownLatch(1);
			Thread thread = start("holder-" + this.holders++, () -> {
				Connection connection = borrow(application);
				held.countDown();
				awaitEnd();
				HolderReportIntegrationTests.close(connection);
			});
			await(held);
			return thread;
		}

		boolean isOver() {
			return this.over.getCount() == 0;
		}

		void end() {
			this.over.countDown();
		}

		private void awaitEnd() {
			await(this.over);
		}

		private static void await(CountDownLatch latch) {
			try {
				assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void close() {
			end();
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> this.threads.stream().noneMatch(Thread::isAlive));
		}

	}

}

package dev.mainstay.autoconfigure.admission;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.Refusal;
import dev.mainstay.admission.SegmentSnapshot;
import dev.mainstay.autoconfigure.endpoint.RunningApplication;
import dev.mainstay.operation.DatabaseOperation;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for an application whose callers share a pool in segments.
 */
class SegmentIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static RunningApplication application;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	@BeforeAll
	static void start() {
		application = RunningApplication
			.start(new Class<?>[] { RunningApplication.Application.class, Beans.class }, Stream.concat(
					Stream.of(database.springProperties()),
					Stream.of("spring.application.name=kitchen", "db.pool.size=10", "db.pool.max-overflow=0",
							"management.endpoints.web.exposure.include=*", "db.segments.fast.guaranteed=3",
							"db.segments.fast.max=8", "db.segments.medium.max=6", "db.segments.heavy.max=5",
							"db.segments.heavy.statement-timeout=200ms", "db.segments.background.max=3",
							"db.segments.background.work=async-call,scheduled-task,message,transaction",
							"db.segments.report-export.dedicated=true", "db.segments.report-export.max=2",
							"db.segments.report-export.guaranteed=1", "db.segments.report-export.statement-timeout=7s",
							"db.operations.export.segments=report-export",
							"db.operations.[Requests.bound].segments=medium", "db.operations.moved.segments=medium"))
				.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@AfterEach
	void end() throws InterruptedException {
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		Awaitility.await().until(() -> gate().snapshot().inUse() == 0);
		assertThat(gate().segmentSnapshots()).allSatisfy((segment) -> assertThat(segment.inUse()).isZero());
	}

	@Test
	void anOperationIsInTheSegmentThatItPrefers() {
		assertThat(work().rating(SegmentIntegrationTests::segments)).isEqualTo(Map.of("medium", 1));
		assertThat(work().moved(SegmentIntegrationTests::segments)).isEqualTo(Map.of("medium", 1));
		assertThat(work().heavy(SegmentIntegrationTests::segments)).isEqualTo(Map.of("heavy", 1));
	}

	@Test
	void anOperationCountsForWhatItCallsToo() {
		assertThat(work().outer(() -> work().plain(SegmentIntegrationTests::segments))).isEqualTo(Map.of("heavy", 1));
	}

	@Test
	void workIsInASegmentByWhatBeganIt() throws Exception {
		// Neither has a name that anything was said about.
		assertThat(work().plain(SegmentIntegrationTests::segments)).isEqualTo(Map.of("background", 1));
		assertThat(work().async().get(30, TimeUnit.SECONDS)).isEqualTo("{background=1}");
		assertThat(application.get("/plain").body()).isEqualTo("{default=1}");
	}

	@Test
	void aHandlerIsInASegmentByPropertyAlone() {
		assertThat(application.get("/bound").body()).isEqualTo("{medium=1}");
	}

	@Test
	void theNextSegmentIsTakenWhenTheFirstIsBusy() throws Exception {
		CountDownLatch over = new CountDownLatch(1);
		List<Future<?>> holders = hold(5, over, () -> work().rating(() -> await(over)));
		Awaitility.await().until(() -> inUse("medium") == 5);

		Map<String, Integer> segments = work().rating(SegmentIntegrationTests::segments);

		over.countDown();
		finish(holders);
		assertThat(segments).isEqualTo(Map.of("medium", 5, "fast", 1));
	}

	@Test
	void requestsAreServedWhileBackgroundWorkWaits() throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		List<Future<Integer>> jobs = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			jobs.add(this.threads.submit(() -> {
				int runs = 0;
				while (!over.get()) {
					work().query("SELECT 1 FROM pg_sleep(0.02)");
					runs++;
				}
				return runs;
			}));
		}
		Awaitility.await().until(() -> segment("background").waiting() > 80 && segment("background").standing());
		for (int i = 0; i < 100; i++) {
			assertThat(application.get("/plain").status()).isEqualTo(200);
			assertThat(inUse("background")).isLessThanOrEqualTo(3);
		}
		assertThat(hikari().getHikariPoolMXBean().getTotalConnections()).isLessThanOrEqualTo(10);
		over.set(true);
		for (Future<Integer> job : jobs) {
			assertThat(job.get(60, TimeUnit.SECONDS)).isPositive();
		}
		for (Refusal reason : Refusal.values()) {
			assertThat(gate().refusals(reason)).isZero();
		}
	}

	@Test
	void theStatementsOfASegmentHaveALimit() {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> work().heavy(() -> work().query("SELECT 1 FROM pg_sleep(5)")))
			.withStackTraceContaining("db.segments.heavy.statement-timeout");
		assertThat(work().rating(() -> work().query("SELECT 1 FROM pg_sleep(0.3)"))).isEqualTo(1);
	}

	@Test
	void aDedicatedSegmentHasAPoolOfItsOwn() {
		assertThat(work().export(() -> work().text("SHOW application_name"))).isEqualTo("kitchen:report-export");
		assertThat(work().export(() -> work().text("SHOW statement_timeout"))).isEqualTo("7s");
		assertThat(work().plain(() -> work().text("SHOW application_name"))).isEqualTo("kitchen");

		HikariDataSource own = application.context().getBean("reportExportDataSource", HikariDataSource.class);
		assertThat(own.getMaximumPoolSize()).isEqualTo(2);
		assertThat(own.getMinimumIdle()).isEqualTo(1);
		// Nobody who asks for a data source gets it by accident.
		assertThat(application.context().getBeanProvider(DataSource.class).getIfUnique()).isSameAs(hikari());
	}

	@Test
	void aTransactionOnADedicatedPoolIsOneOfTheApplication() {
		work().export(() -> work().query("SELECT 1"));
		application.context().getBean(JdbcTemplate.class).execute("CREATE TABLE IF NOT EXISTS exported (id int)");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> work().export(() -> {
			work().update("INSERT INTO exported VALUES (1)");
			throw new IllegalStateException();
		}));
		work().export(() -> work().update("INSERT INTO exported VALUES (2)"));

		assertThat(application.context()
			.getBean(JdbcTemplate.class)
			.queryForList("SELECT id FROM exported", Integer.class)).containsExactly(2);
	}

	@Test
	void thePoolEndpointShowsTheSegments() {
		String body = application.get("/actuator/database/pool").body();

		assertThat(this.json.from(body))
			.extractingJsonPathArrayValue("$.pools[?(@.name=='dataSource')].admission.segments[*].name")
			.containsExactly("background", "fast", "heavy", "medium", "default");
		assertThat(this.json.from(body))
			.extractingJsonPathArrayValue("$.pools[?(@.name=='dataSource')].admission.segments[1].guaranteed")
			.containsExactly(3);
		assertThat(this.json.from(body)).extractingJsonPathArrayValue("$.pools[*].name")
			.contains("reportExportDataSource");
		assertThat(application.get("/actuator/metrics/db.admission.permits?tag=segment:heavy").body())
			.contains("\"value\":5.0");
		assertThat(this.json.from(application.get("/actuator/database").body()))
			.extractingJsonPathNumberValue("$.connectionPool.baseSize")
			.isEqualTo(10);
	}

	@Test
	void thePoolEndpointShowsInWhichSegmentAHolderIs() {
		String body = work().heavy(() -> application.get("/actuator/database/pool").body());

		assertThat(this.json.from(body))
			.extractingJsonPathArrayValue("$.pools[?(@.name=='dataSource')].holders[*].segment")
			.containsExactly("heavy");
	}

	private List<Future<?>> hold(int count, CountDownLatch over, Callable<?> holder) {
		List<Future<?>> holders = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			holders.add(this.threads.submit(holder));
		}
		return holders;
	}

	private static void finish(List<Future<?>> holders) throws Exception {
		for (Future<?> holder : holders) {
			holder.get(30, TimeUnit.SECONDS);
		}
	}

	private static int await(CountDownLatch over) {
		try {
			return over.await(30, TimeUnit.SECONDS) ? 1 : 0;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 0;
		}
	}

	// Of the shared pool, by the name of the segment.
	private static Map<String, Integer> segments() {
		return gate().segmentSnapshots()
			.stream()
			.filter((segment) -> segment.inUse() > 0)
			.collect(Collectors.toMap(SegmentSnapshot::name, SegmentSnapshot::inUse));
	}

	private static int inUse(String name) {
		return segment(name).inUse();
	}

	private static SegmentSnapshot segment(String name) {
		return gate().segmentSnapshots()
			.stream()
			.filter((segment) -> segment.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static Work work() {
		return application.context().getBean(Work.class);
	}

	private static HikariDataSource hikari() {
		return application.context().getBean("dataSource", HikariDataSource.class);
	}

	private static Gate gate() {
		return Objects.requireNonNull(application.context().getBean(Gates.class).find("dataSource"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@Import({ Requests.class, Work.class })
	static class Beans {

	}

	@RestController
	static class Requests {

		private final Work work;

		Requests(Work work) {
			this.work = work;
		}

		@GetMapping("/plain")
		String plain() {
			return this.work.plain(() -> SegmentIntegrationTests.segments().toString());
		}

		@GetMapping("/bound")
		String bound() {
			return this.work.plain(() -> SegmentIntegrationTests.segments().toString());
		}

	}

	public static class Work {

		private final JdbcTemplate jdbc;

		Work(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@DatabaseOperation(name = "rating", segments = { "medium", "fast" })
		public <T> T rating(Inside<T> inside) {
			return connected(inside);
		}

		@Transactional
		@DatabaseOperation(name = "moved", segments = "heavy")
		public <T> T moved(Inside<T> inside) {
			return connected(inside);
		}

		@Transactional
		@DatabaseOperation(name = "heavy", segments = "heavy")
		public <T> T heavy(Inside<T> inside) {
			return connected(inside);
		}

		@Transactional
		@DatabaseOperation("export")
		public <T> T export(Inside<T> inside) {
			return connected(inside);
		}

		@DatabaseOperation(name = "outer", segments = "heavy")
		public <T> T outer(Inside<T> inside) {
			return inside.run();
		}

		@Transactional
		public <T> T plain(Inside<T> inside) {
			return connected(inside);
		}

		@Async
		public Future<String> async() {
			return CompletableFuture.completedFuture(connected(() -> SegmentIntegrationTests.segments().toString()));
		}

		private <T> T connected(Inside<T> inside) {
			return Objects.requireNonNull(this.jdbc
				.execute((ConnectionCallback<T>) (connection) -> connected(connection.isValid(5), inside)));
		}

		private static <T> T connected(boolean valid, Inside<T> inside) throws SQLException {
			if (!valid) {
				throw new SQLException("not valid");
			}
			return inside.run();
		}

		int query(String sql) {
			return Objects.requireNonNull(this.jdbc.queryForObject(sql, Integer.class));
		}

		String text(String sql) {
			return Objects.requireNonNull(this.jdbc.queryForObject(sql, String.class));
		}

		int update(String sql) {
			return this.jdbc.update(sql);
		}

	}

	/**
	 * What to do while a connection is held.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	public interface Inside<T> {

		T run();

	}

}

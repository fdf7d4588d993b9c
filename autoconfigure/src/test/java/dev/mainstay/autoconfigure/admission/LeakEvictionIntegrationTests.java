package dev.mainstay.autoconfigure.admission;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.holder.LeakWatch;
import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.autoconfigure.admission.HolderReportIntegrationTests.Admission;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.ConnectionTakenException;
import dev.mainstay.operation.WorkScope;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.statistics.TransactionStatistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link LeakWatch} where leaks are taken away.
 */
@ExtendWith(OutputCaptureExtension.class)
class LeakEvictionIntegrationTests {

	private static final String TAKEN = "was taken away and can be replaced";

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void givesThePoolItsPlacesBack(boolean gate, CapturedOutput output) throws Exception {
		ExecutorService forgetful = Executors.newSingleThreadExecutor();
		try (JdbcApplication application = start(gate, "db.pool.leak-action=evict", "db.pool.leak-threshold=300ms")) {
			application.jdbc().execute("CREATE TABLE IF NOT EXISTS meal (id int)");
			Connection leaked = forgetful.submit(() -> borrow(application)).get();
			ask(leaked);
			Connection writing = forgetful.submit(() -> borrow(application)).get();
			writing.setAutoCommit(false);
			try (Statement statement = writing.createStatement()) {
				statement.execute("INSERT INTO meal VALUES (1)");
			}

			assertThat(application.number("SELECT count(*) FROM meal")).isZero();

			await().until(() -> leaks(application, "ended") == 2);
			assertThat(leaks(application, "found")).isEqualTo(2);
			assertThat(leaks(application, "returned")).isZero();
			assertThat(output.getOut().split(TAKEN, -1)).hasSize(3);
			assertThat(application.count(ConnectionEvent.EVICTED)).isEqualTo(2);
			assertThat(active(application)).isZero();
			assertTaken(() -> ask(leaked));
			assertTaken(writing::commit);
			assertThatNoException().isThrownBy(writing::rollback);
			leaked.close();
			writing.close();
			assertThat(application.number("SELECT count(*) FROM meal")).isZero();
			assertUnharmed(application);
			assertThat(leaks(application, "returned")).isZero();
		}
		finally {
			forgetful.shutdownNow();
		}
	}

	/**
	 * The transaction was still the work of its thread, so that whatever that did next
	 * was told as a part of it.
	 */
	@Test
	void leavesNothingToTheThread() throws Exception {
		ExecutorService forgetful = Executors.newSingleThreadExecutor();
		try (JdbcApplication application = start(true, "db.pool.leak-action=evict", "db.pool.leak-threshold=100ms")) {
			forgetful.submit(() -> {
				Connection leaked = borrow(application);
				leaked.setAutoCommit(false);
				ask(leaked);
				return leaked;
			}).get();
			assertThat(forgetful.submit(WorkScope::current).get()).isNotNull();

			await().until(() -> leaks(application, "ended") == 1);

			assertThat(forgetful.submit(WorkScope::current).get()).isNull();
		}
		finally {
			forgetful.shutdownNow();
		}
	}

	private static void assertTaken(ThrowingCallable use) {
		assertThatExceptionOfType(ConnectionTakenException.class).isThrownBy(use)
			.withMessageContaining("was taken from somebody, because it was not given back for")
			.withMessageContaining("db.pool.leak-action=evict, db.pool.leak-threshold=300ms")
			.satisfies((error) -> assertThat(error.getSQLState()).isEqualTo("MS004"));
	}

	// All places can be had at the same time, and no more.
	private static void assertUnharmed(JdbcApplication application) throws SQLException {
		Gate gate = application.context()
			.getBeanProvider(Gates.class)
			.stream()
			.map((gates) -> gates.find("dataSource"))
			.findFirst()
			.orElse(null);
		try (Connection first = borrow(application); Connection second = borrow(application)) {
			ask(first);
			ask(second);
			assertThat(application.snapshot().active()).isEqualTo(2);
			if (gate != null) {
				assertThat(gate.snapshot().inUse()).isEqualTo(2);
			}
		}
		assertThat(application.snapshot().active()).isZero();
		if (gate != null) {
			assertThat(gate.snapshot().inUse()).isZero();
		}
	}

	@Test
	void takesNothingWhileTheDatabaseWorks(CapturedOutput output) throws SQLException {
		try (JdbcApplication application = start(true, "db.pool.leak-action=evict", "db.pool.leak-threshold=100ms");
				Connection connection = borrow(application)) {
			connection.setAutoCommit(false);
			try (Statement statement = connection.createStatement()) {
				statement.execute("SELECT pg_sleep(1)");
				statement.setFetchSize(1);
				long sum = 0;
				// The driver waits for each row within next(), which is no statement.
				try (ResultSet rows = statement
					.executeQuery("SELECT i, pg_sleep(0.5) FROM generate_series(1, 4) AS i")) {
					while (rows.next()) {
						sum += rows.getLong(1);
					}
				}
				assertThat(sum).isEqualTo(10);
			}
			connection.commit();
			assertThat(output).doesNotContain(TAKEN);
			assertThat(leaks(application, "ended")).isZero();
		}
	}

	@Test
	void takesNothingWhereStatementsAreNotMeasured(CapturedOutput output) throws SQLException {
		try (JdbcApplication application = start(true, "db.pool.leak-action=evict", "db.pool.leak-threshold=100ms",
				"db.observe.enabled=false"); Connection connection = borrow(application)) {
			ask(connection);
			await().until(() -> leaks(application, "found") == 1);
			Awaitility.await().during(Duration.ofMillis(500)).until(() -> leaks(application, "ended") == 0);
			ask(connection);
		}
		assertThat(output).doesNotContain(TAKEN);
	}

	@Test
	void onlyReportsUnlessItIsToldOtherwise(CapturedOutput output) throws SQLException {
		try (JdbcApplication application = start(true, "db.pool.leak-threshold=100ms");
				Connection connection = borrow(application)) {
			ask(connection);
			await().until(() -> leaks(application, "found") == 1);
			Awaitility.await()
				.during(Duration.ofMillis(500))
				.until(() -> application.context().getBean(LeakWatch.class).ended("dataSource") == 0);
			ask(connection);
		}
		assertThat(output).doesNotContain(TAKEN);
	}

	@Test
	void doesNotTakeFromTheNextHolder() throws SQLException {
		try (JdbcApplication application = start(true, "db.pool.size=1")) {
			Connection before = borrow(application);
			AdvisedConnection forgotten = before.unwrap(AdvisedConnection.class);
			int session = session(before);
			before.close();
			try (Connection next = borrow(application)) {
				assertThat(session(next)).isEqualTo(session);
				assertThat(forgotten.announceTaking("It was a leak")).isTrue();
				assertThat(forgotten.take()).isFalse();
				assertThat(session(next)).isEqualTo(session);
			}
			assertThat(application.pid()).isEqualTo(session);
		}
	}

	@Test
	void takesNothingThatIsGivenBackInTime() throws SQLException {
		try (JdbcApplication application = start(true, "db.pool.size=1")) {
			Connection connection = borrow(application);
			AdvisedConnection leak = connection.unwrap(AdvisedConnection.class);
			int session = session(connection);
			assertThat(leak.announceTaking("It was a leak")).isTrue();
			connection.close();
			try (Connection next = borrow(application)) {
				// One that was marked is never lent again.
				int other = session(next);
				assertThat(other).isNotEqualTo(session);
				assertThat(leak.take()).isFalse();
				assertThat(session(next)).isEqualTo(other);
			}
		}
	}

	@Test
	void meetsOnlyTheLeakHoweverItsThreadClosesIt() throws Exception {
		int rounds = 150;
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try (JdbcApplication application = start(true, "db.pool.size=1")) {
			CyclicBarrier start = new CyclicBarrier(2);
			List<Boolean> taken = new ArrayList<>();
			for (int i = 0; i < rounds; i++) {
				Connection connection = borrow(application);
				AdvisedConnection leak = connection.unwrap(AdvisedConnection.class);
				Future<Boolean> other = executor.submit(() -> {
					start.await(10, TimeUnit.SECONDS);
					leak.announceTaking("It was a leak");
					return leak.take();
				});
				start.await(10, TimeUnit.SECONDS);
				connection.close();
				int session;
				try (Connection next = borrow(application)) {
					session = session(next);
					taken.add(other.get(10, TimeUnit.SECONDS));
					assertThat(session(next)).isEqualTo(session);
				}
				// Neither cut late, nor dropped, nor one place too many.
				assertThat(application.pid()).isEqualTo(session);
				assertThat(application.snapshot().total()).isOne();
				assertThat(application.snapshot().active()).isZero();
			}
			assertThat(taken).hasSize(rounds);
			Gate gate = application.context().getBean(Gates.class).find("dataSource");
			assertThat(gate).isNotNull().satisfies((one) -> assertThat(one.snapshot().inUse()).isZero());
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static JdbcApplication start(boolean gate, String... properties) {
		List<String> all = new ArrayList<>(
				List.of("spring.datasource.url=" + database.url(), "spring.datasource.username=" + database.username(),
						"spring.datasource.password=" + database.password(), "db.pool.max-overflow=0",
						"db.pool.timeout=20s", "db.admission.enabled=" + gate));
		all.addAll(List.of(properties));
		if (all.stream().noneMatch((property) -> property.startsWith("db.pool.size="))) {
			all.add("db.pool.size=2");
		}
		return JdbcApplication.start(Admission.class, all.toArray(String[]::new));
	}

	private static Connection borrow(JdbcApplication application) throws SQLException {
		return application.context().getBean(DataSource.class).getConnection();
	}

	private static void ask(Connection connection) throws SQLException {
		session(connection);
	}

	private static int session(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT pg_backend_pid()")) {
			assertThat(result.next()).isTrue();
			return result.getInt(1);
		}
	}

	private static int active(JdbcApplication application) {
		return application.context().getBean(TransactionStatistics.class).snapshot("dataSource").active();
	}

	private static double leaks(JdbcApplication application, String event) {
		return application.context()
			.getBean(MeterRegistry.class)
			.get("db.pool.leaks")
			.tag("pool", "dataSource")
			.tag("event", event)
			.functionCounter()
			.count();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

}

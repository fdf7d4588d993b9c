package dev.mainstay.autoconfigure.admission;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

import dev.mainstay.admission.Consistency;
import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.PoolOverloadedException;
import dev.mainstay.admission.Refusal;
import dev.mainstay.autoconfigure.Crowd;
import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications in which thousands of threads want one of ten connections at the
 * same moment: ten thousand virtual ones, or a thousand others where there are none.
 */
class ManyThreadsIntegrationTests {

	private static final int CONNECTIONS = 10;

	private static final int THREADS = Crowd.isVirtual() ? 10_000 : 1000;

	private static final Duration PINNED = Duration.ofMillis(20);

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@Test
	void allAreServedThatNobodyWaitsFor(@TempDir Path folder) throws Exception {
		try (JdbcApplication application = start("db.pool.timeout=120s"); Recording recording = record()) {
			List<Future<Integer>> answers = Crowd.ask(THREADS, () -> application.number("SELECT 1"));

			int most = mostSessions(answers);

			for (Future<Integer> answer : answers) {
				assertThat(answer.get(1, TimeUnit.SECONDS)).isOne();
			}
			assertThat(most).isBetween(1, CONNECTIONS);
			Gate gate = gate(application);
			for (Refusal reason : Refusal.values()) {
				assertThat(gate.refusals(reason)).isZero();
			}
			assertNoPermitIsLost(application);
			assertThat(pinned(recording, folder)).isEmpty();
		}
	}

	@Test
	void everyRequestIsServedOrRefused(@TempDir Path folder) throws Exception {
		try (JdbcApplication application = start("db.admission.interval=100ms", "db.admission.target=20ms",
				"db.admission.max-wait=1s", "db.pool.timeout=120s"); Recording recording = record()) {
			application.number("SELECT 1");
			List<Future<@Nullable Refusal>> answers = Crowd.ask(THREADS, () -> request(application));

			int most = mostSessions(answers);

			int served = 0;
			Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
			for (Future<@Nullable Refusal> answer : answers) {
				Refusal refusal = answer.get(1, TimeUnit.SECONDS);
				if (refusal != null) {
					refused.merge(refusal, 1L, Long::sum);
				}
				else {
					served++;
				}
			}
			assertThat(served).isPositive();
			assertThat(refused).isNotEmpty().doesNotContainKey(Refusal.TIMEOUT);
			assertThat(served + refused.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(THREADS);
			Gate gate = gate(application);
			for (Refusal reason : Refusal.values()) {
				assertThat(gate.refusals(reason)).isEqualTo(refused.getOrDefault(reason, 0L));
			}
			assertThat(most).isBetween(1, CONNECTIONS);
			assertNoPermitIsLost(application);
			assertThat(pinned(recording, folder)).isEmpty();
		}
	}

	// Why it was refused; null if it was served.
	private static @Nullable Refusal request(JdbcApplication application) {
		try (WorkScope scope = WorkScope.open(WorkKind.REQUEST, () -> null)) {
			assertThat(scope.isAwaited()).isTrue();
			application.number("SELECT 1 FROM pg_sleep(0.02)");
			return null;
		}
		catch (CannotGetJdbcConnectionException ex) {
			if (ex.getCause() instanceof PoolOverloadedException refusal) {
				return refusal.reason();
			}
			throw ex;
		}
	}

	private static int mostSessions(List<? extends Future<?>> answers) throws SQLException {
		int most = 0;
		long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
		try (Connection admin = database.admin(); Statement statement = admin.createStatement()) {
			while (!answers.stream().allMatch(Future::isDone) && System.nanoTime() - end < 0) {
				most = Math.max(most, sessions(statement));
			}
		}
		return most;
	}

	private static int sessions(Statement statement) throws SQLException {
		String name = database.url().replaceAll("^.*/|\\?.*$", "");
		try (ResultSet result = statement
			.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = '"
					+ name + "' AND pid <> pg_backend_pid()")) {
			result.next();
			return result.getInt(1);
		}
	}

	private static void assertNoPermitIsLost(JdbcApplication application) throws SQLException {
		Gate gate = gate(application);
		assertThat(gate.snapshot().inUse()).isZero();
		assertThat(gate.waiting()).isZero();
		assertThat(Consistency.of(gate)).isTrue();
		List<Connection> all = new ArrayList<>();
		try {
			for (int i = 0; i < CONNECTIONS; i++) {
				all.add(application.context().getBean(DataSource.class).getConnection());
			}
			assertThat(gate.snapshot().inUse()).isEqualTo(CONNECTIONS);
		}
		finally {
			for (Connection connection : all) {
				connection.close();
			}
		}
	}

	private static Recording record() {
		Recording recording = new Recording();
		recording.enable("jdk.VirtualThreadPinned").withThreshold(PINNED).withStackTrace();
		recording.start();
		return recording;
	}

	private static List<RecordedEvent> pinned(Recording recording, Path folder) throws IOException {
		recording.stop();
		Path file = folder.resolve("pinned.jfr");
		recording.dump(file);
		return RecordingFile.readAllEvents(file)
			.stream()
			.filter((event) -> String.valueOf(event.getStackTrace()).contains("dev.mainstay."))
			.toList();
	}

	private static JdbcApplication start(String... more) {
		List<String> properties = new ArrayList<>(List.of(database.springProperties()));
		properties.addAll(List.of("db.pool.size=" + CONNECTIONS, "db.pool.max-overflow=0", "db.health.enabled=false"));
		properties.addAll(List.of(more));
		return JdbcApplication.start(Guarded.class, properties.toArray(String[]::new));
	}

	private static Gate gate(JdbcApplication application) {
		return Objects.requireNonNull(application.context().getBean(Gates.class).find("dataSource"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DatabaseAdmissionAutoConfiguration.class, DatabaseBreakerAutoConfiguration.class,
			DatabaseHolderAutoConfiguration.class })
	static class Guarded {

	}

}

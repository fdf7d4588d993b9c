package dev.mainstay.autoconfigure.observe;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.observe.slow.SlowStatement;
import dev.mainstay.observe.slow.SlowStatements;
import dev.mainstay.operation.Operation;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlowStatements} on PostgreSQL.
 */
@ExtendWith(OutputCaptureExtension.class)
class SlowStatementIntegrationTests {

	@RegisterExtension
	static final TestDatabase postgres = TestDatabase.postgres();

	private final ExecutorService caller = Executors.newSingleThreadExecutor((task) -> new Thread(task, "the-holder"));

	@AfterEach
	void stop() {
		this.caller.shutdownNow();
	}

	private static JdbcApplication application(String... properties) {
		List<String> all = new ArrayList<>(List.of(postgres.springProperties()));
		all.addAll(List.of(properties));
		return JdbcApplication.start(all.toArray(String[]::new));
	}

	private static List<SlowStatement> slow(JdbcApplication application) {
		return application.context().getBean(SlowStatements.class).latest();
	}

	@Test
	void seesAStatementThatIsStillRunning() {
		try (JdbcApplication application = application()) {
			AtomicReference<PreparedStatement> running = new AtomicReference<>();
			CompletableFuture<Void> call = CompletableFuture.runAsync(() -> sleep(application, running), this.caller);

			SlowStatement seen = Awaitility.await()
				.pollInterval(Duration.ofMillis(20))
				.until(() -> slow(application).stream().findFirst().orElse(null), Objects::nonNull);
			cancel(running);
			Awaitility.await().until(call::isDone);

			assertThat(seen.state()).isEqualTo(SlowStatement.State.RUNNING);
			assertThat(seen.executed()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(9));
			assertThat(seen.fingerprint().text()).contains("pg_sleep(?)");
			assertThat(seen.thread()).isEqualTo("the-holder");
			assertThat(seen.operation()).isEqualTo("Reports.monthly");
			assertThat(seen.place()).contains("SlowStatementIntegrationTests.sleep");
			assertThat(seen.parameters()).isEmpty();
			assertThat(slow(application)).singleElement().satisfies((over) -> {
				assertThat(over.state()).isEqualTo(SlowStatement.State.FAILED);
				assertThat(over.error()).isEqualTo(FailureKind.CANCELLED);
			});
		}
	}

	private static void sleep(JdbcApplication application, AtomicReference<PreparedStatement> running) {
		Operation before = Operation.enter(new Operation("Reports.monthly", "com.example.Reports.monthly"));
		try (Connection connection = Objects.requireNonNull(application.jdbc().getDataSource()).getConnection();
				PreparedStatement statement = connection.prepareStatement("select pg_sleep(?)")) {
			statement.setInt(1, 10);
			running.set(statement);
			statement.execute();
		}
		catch (SQLException ex) {
			// Cancelled, as planned.
		}
		finally {
			Operation.enter(before);
		}
	}

	private static void cancel(AtomicReference<PreparedStatement> running) {
		try {
			Objects.requireNonNull(running.get()).cancel();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void keepsAndTellsWhatWasSlow(CapturedOutput output) {
		try (JdbcApplication application = application("db.observe.slow-query-threshold=50ms")) {
			application.jdbc()
				.queryForList("select n, pg_sleep(0.002) from generate_series(1, 50) n where n <> ? -- 'password'", 77);

			assertThat(slow(application)).singleElement().satisfies((slow) -> {
				assertThat(slow.state()).isEqualTo(SlowStatement.State.COMPLETED);
				assertThat(slow.rows()).isEqualTo(50);
				assertThat(slow.executed()).isGreaterThan(Duration.ofMillis(50));
				assertThat(slow.place()).contains("keepsAndTellsWhatWasSlow");
			});
			assertThat(output).contains("Slow statement").contains("50 rows").doesNotContain("password");
			StatementStatistics statistics = application.context().getBean(StatementStatistics.class);
			assertThat(statistics.slow("dataSource")).isEqualTo(1);
		}
	}

	@Test
	void showsParametersOnlyAsFarAsItMay() {
		for (String mode : List.of("none", "masked", "full")) {
			try (JdbcApplication application = application("db.observe.slow-query-threshold=20ms",
					"db.observe.parameters=" + mode)) {
				application.jdbc().queryForList("select pg_sleep(0.03), ?::text, ?::int", "secret", 42);

				assertThat(slow(application)).singleElement()
					.extracting(SlowStatement::parameters)
					.isEqualTo(switch (mode) {
						case "none" -> List.of();
						case "masked" -> List.of("String(6)", "Integer");
						default -> List.of("secret", "42");
					});
			}
		}
	}

	@Test
	void keepsAsManyAsItMay() {
		try (JdbcApplication application = application("db.observe.slow-query-threshold=1ms")) {
			for (int i = 0; i < 60; i++) {
				application.jdbc().queryForList("select pg_sleep(0.002) as s" + i);
			}

			assertThat(slow(application)).hasSizeBetween(50, 60);
			assertThat(application.context().getBean(StatementStatistics.class).slow("dataSource")).isEqualTo(60);
		}
	}

}

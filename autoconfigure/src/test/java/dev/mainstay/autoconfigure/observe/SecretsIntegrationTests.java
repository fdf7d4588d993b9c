package dev.mainstay.autoconfigure.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.mainstay.alert.Alerts;
import dev.mainstay.autoconfigure.endpoint.RunningApplication;
import dev.mainstay.history.History;
import dev.mainstay.observe.QueryBudget;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.observe.detect.Findings;
import dev.mainstay.observe.slow.SlowStatements;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests that values which are bound to statements, or written into them, are kept and
 * told nowhere unless the user asks for it.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsIntegrationTests {

	private static final String[] TOPICS = { "", "/slow-queries", "/findings", "/metrics", "/metrics/history",
			"/alerts", "/transactions", "/deadlocks", "/constraints", "/pool", "/health", "/info" };

	@RegisterExtension
	static final TestDatabase postgres = TestDatabase.postgres();

	@Test
	void tellsNoValueOfAStatement(CapturedOutput output) {
		String secret = "s3cr3t" + UUID.randomUUID().toString().replace("-", "");
		String written = "wr1tt3n" + UUID.randomUUID().toString().replace("-", "");
		Vault.secret = secret;
		Vault.written = written;
		List<String> properties = new ArrayList<>(List.of(postgres.springProperties()));
		properties.addAll(List.of("management.endpoints.web.exposure.include=*", "logging.level.root=debug",
				"db.observe.slow-query-threshold=1ms"));
		try (RunningApplication application = RunningApplication.start(
				new Class<?>[] { RunningApplication.Application.class, Vault.class },
				properties.toArray(String[]::new))) {

			assertThat(application.get("/repeat").status()).isEqualTo(200);
			assertThat(application.get("/literal").status()).isEqualTo(200);
			assertThat(application.get("/wrong").body()).doesNotContain(secret);
			JdbcTemplate jdbc = application.context().getBean(JdbcTemplate.class);
			Throwable exceeded = catchThrowable(() -> QueryBudget.assertMax(0,
					() -> jdbc.queryForList("select ?::text, '" + written + "'", secret)));

			assertThat(exceeded).isInstanceOf(AssertionError.class);
			assertThat(exceeded.toString()).contains("select ").doesNotContain(secret, written);
			for (String topic : TOPICS) {
				RunningApplication.Answer answer = application.get("/actuator/database" + topic);
				assertThat(answer.status()).as(topic).isEqualTo(200);
				assertThat(answer.body()).as(topic).doesNotContain(secret, written);
			}
			assertThat(application.get("/actuator/database/slow-queries").body()).contains("pg_sleep(?)");
			assertThat(application.get("/actuator/database/findings").body()).contains("Vault");
			assertThat(application.context().getBean(MeterRegistry.class).getMeters())
				.noneMatch((meter) -> meter.getId().toString().contains(secret));
			assertThat(kept(application, secret)).isEmpty();
		}
		// What PostgreSQL's driver says about its own batches and binds is not ours.
		assertThat(output.toString().lines().filter((line) -> line.contains("mainstay") || line.contains("Mainstay")))
			.noneMatch((line) -> line.contains(secret) || line.contains(written));
		assertThat(output).contains("Slow statement");
	}

	private static String kept(RunningApplication application, String secret) {
		return ObjectGraph.find(secret, application.context().getBean(StatementStatistics.class),
				application.context().getBean(SlowStatements.class), application.context().getBean(Findings.class),
				application.context().getBean(History.class), application.context().getBean(Alerts.class));
	}

	@Test
	void theSearchForKeptValuesFindsThem() {
		assertThat(ObjectGraph.find("needle", List.of(Map.of("a", new Object[] { "hay needle hay" })))).isNotEmpty();
	}

	/**
	 * Asks for secrets in several ways.
	 */
	@RestController
	static class Vault {

		private static String secret = "";

		// Part of the text of a statement, which is the key of its fingerprint in memory.
		private static String written = "";

		private final JdbcTemplate jdbc;

		Vault(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@GetMapping("/repeat")
		int repeat() {
			for (int i = 0; i < 12; i++) {
				this.jdbc.queryForList("select tablename from pg_tables where tablename = ?", secret + i);
				this.jdbc.queryForList("select pg_sleep(0.002), tablename from pg_tables where tablename = ?", secret);
			}
			return 12;
		}

		@GetMapping("/literal")
		int literal() {
			this.jdbc.queryForList("select pg_sleep(0.002), '" + written + "' /* " + written + " */");
			this.jdbc.batchUpdate("create temp table if not exists \"t\" (a text)",
					"insert into t values ('" + written + "')");
			return 1;
		}

		@GetMapping("/wrong")
		int wrong() {
			try {
				return this.jdbc.update("update pg_tables set nonsense = ? where tablename = ?", secret, secret);
			}
			catch (DataAccessException ex) {
				assertThat(ex.toString()).doesNotContain(secret);
				throw ex;
			}
		}

	}

}

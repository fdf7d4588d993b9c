package dev.mainstay.autoconfigure.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.autoconfigure.endpoint.RunningApplication;
import dev.mainstay.observe.StatementObservation;
import dev.mainstay.operation.Operation;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the endpoint of slow statements and the summary's figures of performance,
 * asked over HTTP.
 */
class SlowQueriesEndpointIntegrationTests {

	private static final String PATH = "/actuator/database/slow-queries";

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static RunningApplication application;

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	@BeforeAll
	static void start() {
		List<String> properties = new ArrayList<>(List.of(database.springProperties()));
		properties.addAll(List.of("management.endpoints.web.exposure.include=database",
				"db.observe.slow-query-threshold=200ms", "spring.web.error.include-message=always"));
		application = RunningApplication.start(properties.toArray(String[]::new));
		jdbc().execute("create table patient (name text primary key)");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void showsAStatementThatIsOver() {
		Operation.enter(new Operation("Report.run", "com.example.Report.run"));
		jdbc().queryForList("select pg_sleep(0.3), ? as secret", "Elena Sorokina");
		Operation.enter(null);

		RunningApplication.Answer answer = application.get(PATH);
		JsonContent<Object> slow = this.json.from(answer.body());
		String it = "@.slowQueries[?(@.operation == 'Report.run')]";
		assertThat(answer.status()).isEqualTo(200);
		assertThat(slow).extractingJsonPathNumberValue("@.thresholdMs").isEqualTo(200.0);
		assertThat(slow).extractingJsonPathArrayValue(it + ".state").containsExactly("completed");
		assertThat(slow).extractingJsonPathArrayValue(it + ".dataSource").containsExactly("dataSource");
		assertThat(slow).extractingJsonPathArrayValue(it + ".rows").containsExactly(1);
		assertThat(slow).extractingJsonPathArrayValue(it + ".place")
			.singleElement()
			.asString()
			.contains("SlowQueriesEndpointIntegrationTests.showsAStatementThatIsOver");
		assertThat(slow).extractingJsonPathArrayValue(it + ".executeMs")
			.singleElement()
			.satisfies((millis) -> assertThat((Double) millis).isGreaterThan(200));
		assertThat(slow).doesNotHaveJsonPath("@.slowQueries[0].parameters");
		assertThat(slow).extractingJsonPathArrayValue(it + ".started").hasSize(1);
		assertThat(answer.body()).contains("pg_sleep").doesNotContain("Sorokina");
	}

	@Test
	void showsAStatementThatIsStillRunningFirst() {
		CompletableFuture<?> work = CompletableFuture
			.runAsync(() -> jdbc().queryForList("select 'unfinished', pg_sleep(2)"));
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(this.json.from(application.get(PATH).body()))
				.extractingJsonPathStringValue("@.slowQueries[0].state")
				.isEqualTo("running"));
		work.join();
		assertThat(this.json.from(application.get(PATH).body())).extractingJsonPathStringValue("@.slowQueries[0].state")
			.isEqualTo("completed");
	}

	@Test
	void showsWhatTakesMostTimeAndWhatFails() {
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> jdbc().queryForList("select mistake from patient"));
		}
		JsonContent<Object> content = this.json.from(application.get(PATH + "?dataSource=dataSource").body());
		String it = "@.dataSources[0].topStatements[?(@.errors['bad-statement'] == 3)]";
		assertThat(content).extractingJsonPathStringValue("@.dataSources[0].name").isEqualTo("dataSource");
		assertThat(content).extractingJsonPathNumberValue("@.dataSources[0].dropped").isEqualTo(0);
		assertThat(content).extractingJsonPathArrayValue(it + ".statement")
			.containsExactly("select mistake from patient");
		assertThat(content).extractingJsonPathArrayValue(it + ".calls").containsExactly(3);
		assertThat(content).extractingJsonPathArrayValue(it + ".fingerprint").hasSize(1);
		for (String figure : new String[] { "totalMs", "meanMs", "p50Ms", "p95Ms", "p99Ms", "maxMs", "share", "rows",
				"firstSeen", "lastSeen" }) {
			assertThat(content).extractingJsonPathArrayValue(it + "." + figure).as(figure).hasSize(1);
		}
	}

	@Test
	void saysWhatIsWrongWithALimitOrAName() {
		for (String limit : new String[] { "0", "201", "-5" }) {
			RunningApplication.Answer answer = application.get(PATH + "?limit=" + limit);
			assertThat(answer.status()).as(limit).isEqualTo(400);
			assertThat(answer.body()).contains("limit=" + limit + " is not between 1 and 200");
		}
		assertThat(application.get(PATH + "?limit=many").status()).isEqualTo(400);
		RunningApplication.Answer answer = application.get(PATH + "?dataSource=stock");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("known are: dataSource");
		assertThat(application.get(PATH + "?limit=200").status()).isEqualTo(200);
	}

	@Test
	void limitsEachList() {
		for (int i = 0; i < 5; i++) {
			jdbc().queryForList("select 1 as column" + i);
		}
		JsonContent<Object> content = this.json.from(application.get(PATH + "?limit=2").body());
		assertThat(content).extractingJsonPathArrayValue("@.dataSources[0].topStatements").hasSize(2);
	}

	@Test
	void sumsUpPerformance() {
		jdbc().queryForList("select pg_sleep(0.25)");
		JsonContent<Object> summary = this.json.from(application.get("/actuator/database").body());
		assertThat(summary).extractingJsonPathNumberValue("@.performance.avgQueryTimeMs")
			.satisfies((mean) -> assertThat(mean.doubleValue()).isPositive());
		assertThat(summary).extractingJsonPathNumberValue("@.performance.slowQueries24h")
			.satisfies((slow) -> assertThat(slow.longValue()).isPositive());
		assertThat(summary).extractingJsonPathNumberValue("@.performance.errorRatePerHour").isNotNull();

		StatementObservation observation = application.context().getBean(StatementObservation.class);
		observation.turn(false);
		try {
			assertThat(this.json.from(application.get("/actuator/database").body()))
				.doesNotHaveJsonPath("@.performance");
			assertThat(this.json.from(application.get(PATH).body())).extractingJsonPathBooleanValue("@.observing")
				.isFalse();
		}
		finally {
			observation.turn(true);
		}
	}

	private static JdbcTemplate jdbc() {
		return application.context().getBean(JdbcTemplate.class);
	}

}

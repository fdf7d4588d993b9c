package dev.mainstay.autoconfigure.history;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.mainstay.autoconfigure.endpoint.RunningApplication;
import dev.mainstay.event.Counter;
import dev.mainstay.event.Gauge;
import dev.mainstay.event.Latencies;
import dev.mainstay.event.MonitoringSwitch;
import dev.mainstay.event.ReadingSource;
import dev.mainstay.history.ManualClock;
import dev.mainstay.history.SimulatedTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code /actuator/database/metrics}, {@code /metrics/history} and
 * {@code /monitoring}, asked over HTTP.
 */
class HistoryEndpointsIntegrationTests {

	private static final int MINUTES = 24 * 60;

	private static final String HISTORY = "@.parts[?(@.part=='history')]";

	private static final BasicJsonTester json = new BasicJsonTester(HistoryEndpointsIntegrationTests.class);

	private static RunningApplication application;

	@BeforeAll
	static void liveThroughADay() {
		application = start("management.endpoints.web.exposure.include=database,databasemonitoring",
				"management.endpoint.databasemonitoring.access=unrestricted");
		HistoryRecorder recorder = application.context().getBean(HistoryRecorder.class);
		for (int i = 0; i < MINUTES; i++) {
			application.context().getBean(ManualClock.class).advance(Duration.ofMinutes(1));
			recorder.record();
		}
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void switchOn() {
		application.post("/actuator/database/monitoring", "{\"enabled\":true,\"interval\":\"60m\"}");
	}

	@Test
	void showsTheLatestSampleWithUnitsAndTrends() {
		JsonContent<Object> metrics = get("/metrics?dataSource=orders");
		assertThat(metrics).extractingJsonPathStringValue("@.dataSources[0].name").isEqualTo("orders");
		assertThat(metrics).extractingJsonPathNumberValue(signal("statements") + ".value").isEqualTo(60.0);
		assertThat(metrics).extractingJsonPathStringValue(signal("statement-mean") + ".unit").isEqualTo("ms");
		assertThat(metrics).extractingJsonPathNumberValue(signal("statement-mean") + ".value").isEqualTo(2.0);
		assertThat(metrics).extractingJsonPathNumberValue(signal("connection-utilization") + ".value").isEqualTo(20.0);
		assertThat(metrics).extractingJsonPathStringValue("@.dataSources[0].trends['connection-utilization'].direction")
			.isEqualTo("steady");
		assertThat(metrics).extractingJsonPathStringValue("@.dataSources[0].operations[0].operation")
			.isEqualTo("Orders.find");
		assertThat(metrics).doesNotHaveJsonPath(signal("cache-hit-ratio"));
	}

	@Test
	void showsTheHistoryOfADay() {
		JsonContent<Object> history = get("/metrics/history?window=24h&dataSource=orders");
		assertThat(history).extractingJsonPathNumberValue("@.dataSources[0].samples").isEqualTo(MINUTES);
		assertThat(history).extractingJsonPathStringValue("@.dataSources[0].covered").isEqualTo("24h");
		assertThat(history).extractingJsonPathStringValue("@.dataSources[0].step").isEqualTo("10m");
		assertThat(history).extractingJsonPathArrayValue("@.dataSources[0].times").hasSize(144);
		assertThat(history).extractingJsonPathArrayValue(signal("statements") + ".points")
			.hasSize(144)
			.containsOnly(600.0);
		assertThat(history).extractingJsonPathNumberValue(signal("statements") + ".total").isEqualTo(60.0 * MINUTES);
		assertThat(history).extractingJsonPathStringValue(signal("statements") + ".summaryUnit").isEqualTo("/min");
		assertThat(history).extractingJsonPathStringValue(signal("statement-mean") + ".trend.direction")
			.isEqualTo("steady");
		assertThat(history).extractingJsonPathNumberValue("@.dataSources[0].operations[0].statements")
			.isEqualTo(30 * MINUTES);
		assertThat(history).extractingJsonPathStringValue("@.dataSources[0].forecast.outcome")
			.isEqualTo("no trend towards the limit");
		assertThat(history).extractingJsonPathNumberValue("@.dataSources[0].errors.total").isEqualTo(0);
		assertThat(history).extractingJsonPathArrayValue("@.dataSources[0].anomalies").isEmpty();
		assertThat(history).extractingJsonPathStringValue("@.dataSources[0].scaling.verdict").isEqualTo("too large");
		assertThat(history).extractingJsonPathNumberValue("@.dataSources[0].scaling.recommended").isEqualTo(3);
	}

	@Test
	void showsTheSignalsAndTheTimeThatAreAskedFor() {
		JsonContent<Object> history = get(
				"/metrics/history?dataSource=orders&window=PT15M&signal=statements,STATEMENT_P95");
		assertThat(history).extractingJsonPathNumberValue("@.dataSources[0].samples").isEqualTo(15);
		assertThat(history).extractingJsonPathMapValue("@.dataSources[0].signals")
			.containsOnlyKeys("statements", "statement-p95");
		assertThat(history).extractingJsonPathStringValue("@.dataSources[0].scaling.verdict")
			.isEqualTo("not enough data");
		assertThat(get("/metrics/history?dataSource=orders")).extractingJsonPathNumberValue("@.dataSources[0].samples")
			.isEqualTo(60);
		assertThat(get("/metrics/history?dataSource=orders&window=300"))
			.extractingJsonPathNumberValue("@.dataSources[0].samples")
			.isEqualTo(5);
	}

	@Test
	void refusesWhatItDoesNotUnderstand() {
		for (String query : new String[] { "window=soon", "window=0s", "window=-1h", "signal=speed",
				"dataSource=nobody" }) {
			RunningApplication.Answer answer = application.get("/actuator/database/metrics/history?" + query);
			assertThat(answer.status()).as(query).isEqualTo(400);
			assertThat(answer.body()).as(query).contains("'" + query.split("=")[0] + "' must be");
		}
		assertThat(application.get("/actuator/database/metrics?dataSource=nobody").status()).isEqualTo(400);
		assertThat(application.get("/actuator/database/metrics/future").status()).isEqualTo(404);
	}

	@Test
	void switchesEverythingOffAndOn() {
		JsonContent<Object> off = change("{\"enabled\":false}");
		assertThat(off).extractingJsonPathArrayValue("@.parts[*].part").contains("fake", "history");
		assertThat(off).extractingJsonPathArrayValue("@.parts[*].enabled").containsOnly(false);
		assertThat(get("/monitoring")).extractingJsonPathArrayValue("@.parts[*].enabled").containsOnly(false);
		assertThat(application.context().getBean(HistoryRecorder.class).enabled()).isFalse();
		assertThat(change("{\"enabled\":true}")).extractingJsonPathArrayValue("@.parts[*].enabled").containsOnly(true);
	}

	@Test
	void switchesOnePart() {
		JsonContent<Object> changed = change("{\"enabled\":false,\"part\":\"history\"}");
		assertThat(changed).extractingJsonPathArrayValue("@.parts[?(@.part!='history')].enabled").containsOnly(true);
		assertThat(changed).extractingJsonPathArrayValue(HISTORY + ".enabled").containsExactly(false);
	}

	@Test
	void changesHowOftenItLooks() {
		JsonContent<Object> changed = change("{\"interval\":\"30s\"}");
		assertThat(changed).extractingJsonPathArrayValue(HISTORY + ".interval").containsExactly("30s");
		assertThat(changed).extractingJsonPathArrayValue("@.parts[*].enabled").containsOnly(true);
		assertThat(application.context().getBean(HistoryRecorder.class).interval()).isEqualTo(Duration.ofSeconds(30));
		assertThat(change("{\"interval\":\"90\"}")).extractingJsonPathArrayValue(HISTORY + ".interval")
			.containsExactly("90s");
	}

	@Test
	void changesNothingWhereItRefuses() {
		Map<String, String> refused = Map.of("{}", "'enabled' or 'interval' is missing", "{\"interval\":\"soon\"}",
				"must be a duration", "{\"enabled\":false,\"interval\":\"10ms\",\"part\":\"history\"}",
				"must be at least 1s for history", "{\"enabled\":false,\"interval\":\"2h\"}", "must be at most 1h for ",
				"{\"enabled\":false,\"part\":\"weather\"}", "'part' must be one of: ",
				"{\"interval\":\"30s\",\"part\":\"fake\"}", "'fake' has no interval", "{\"enabled\":\"perhaps\"}", "");
		refused.forEach((body, reason) -> {
			RunningApplication.Answer answer = application.post("/actuator/database/monitoring", body);
			assertThat(answer.status()).as(body).isEqualTo(400);
			assertThat(answer.body()).as(body).contains(reason);
		});
		JsonContent<Object> state = get("/monitoring");
		assertThat(state).extractingJsonPathArrayValue("@.parts[*].enabled").containsOnly(true);
		assertThat(state).extractingJsonPathArrayValue(HISTORY + ".interval").containsExactly("1h");
	}

	@Test
	void isClosedUntilItsAccessIsOpened() {
		try (RunningApplication closed = start("management.endpoints.web.exposure.include=*")) {
			assertThat(closed.post("/actuator/database/monitoring", "{\"enabled\":false}").status()).isEqualTo(404);
			assertThat(closed.get("/actuator/database/monitoring").status()).isEqualTo(404);
			assertThat(closed.get("/actuator/database/metrics").status()).isEqualTo(200);
			assertThat(closed.get("/actuator/database/metrics/history").body()).contains("\"dataSources\":[]");
		}
	}

	private static String signal(String id) {
		return "@.dataSources[0].signals['" + id + "']";
	}

	private static JsonContent<Object> get(String topic) {
		return ok(application.get("/actuator/database" + topic));
	}

	private static JsonContent<Object> change(String body) {
		return ok(application.post("/actuator/database/monitoring", body));
	}

	private static JsonContent<Object> ok(RunningApplication.Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return json.from(answer.body());
	}

	private static RunningApplication start(String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.datasource.url=jdbc:h2:mem:history-endpoints",
				"db.history.interval=1h", "spring.web.error.include-message=always"));
		all.addAll(List.of(properties));
		return RunningApplication.start(new Class<?>[] { RunningApplication.Application.class, Instruments.class },
				all.toArray(String[]::new));
	}

	/**
	 * One statement of two milliseconds a second, half of them by an operation.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Instruments {

		@Bean
		ManualClock clock() {
			return new ManualClock(SimulatedTime.START);
		}

		@Bean
		ReadingSource instruments(Clock clock) {
			return (readings) -> {
				long seconds = clock.instant().getEpochSecond() - SimulatedTime.START.getEpochSecond();
				Latencies all = Latencies.of(new long[] { seconds }, seconds * 2_000_000, 3_000_000);
				Latencies half = Latencies.of(new long[] { seconds / 2 }, seconds * 1_000_000, 3_000_000);
				readings.apply("orders")
					.gauge(Gauge.CONNECTIONS_ACTIVE, 2)
					.gauge(Gauge.CONNECTIONS_LIMIT, 10)
					.counter(Counter.STATEMENTS, seconds)
					.statements(all)
					.operation("Orders.find", half);
			};
		}

		@Bean
		MonitoringSwitch fake() {
			return new FakeSwitch();
		}

	}

	static class FakeSwitch implements MonitoringSwitch {

		private volatile boolean enabled = true;

		@Override
		public String name() {
			return "fake";
		}

		@Override
		public boolean enabled() {
			return this.enabled;
		}

		@Override
		public void enable(boolean enabled) {
			this.enabled = enabled;
		}

		@Override
		public @Nullable Duration interval() {
			return null;
		}

		@Override
		public @Nullable String objection(Duration interval) {
			return null;
		}

		@Override
		public void interval(Duration interval) {
			throw new IllegalStateException("It has no interval: " + interval);
		}

	}

}

package dev.mainstay.autoconfigure.endpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

import dev.mainstay.alert.AlertMonitor;
import dev.mainstay.alert.Alerts;
import dev.mainstay.alert.FakeInstruments;
import dev.mainstay.alert.MutableClock;
import dev.mainstay.alert.webhook.SlowReceiver;
import dev.mainstay.autoconfigure.observe.DatabaseReadingsAutoConfiguration;
import dev.mainstay.event.Counter;
import dev.mainstay.event.Gauge;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code /actuator/database/alerts}, asked over HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseAlertsEndpointTests {

	private static final String PATH = "/actuator/database/alerts";

	private static final String CREDENTIALS = "Basic "
			+ Base64.getEncoder().encodeToString("ann:right".getBytes(StandardCharsets.UTF_8));

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	@Test
	void showsWhatIsWrongAndWhatWasAndChangesNothing() {
		try (RunningApplication application = start(RunningApplication.Application.class,
				"management.endpoints.web.exposure.include=database")) {
			FakeInstruments instruments = application.context().getBean(FakeInstruments.class);
			instruments.count(Counter.BREAKER_TRIPS, 0);
			look(application, 2);
			instruments.count(Counter.BREAKER_TRIPS, 1);
			look(application, 20);
			instruments.show(Gauge.TRANSACTIONS_ACTIVE, 51);
			instruments.show(Gauge.CONNECTIONS_LIMIT, 50);
			instruments.show(Gauge.CONNECTIONS_ACTIVE, 49);
			look(application, 7);

			assertShowsAll(ok(application.get(PATH)));
			assertFilters(application);
			assertSumsUp(ok(application.get("/actuator/database")));
			assertThat(application.post(PATH, "{\"rule\":\"slow-share\",\"threshold\":20}").status()).isEqualTo(405);
			assertThat(application.context().getBean(Alerts.class).rules())
				.anySatisfy((rule) -> assertThat(rule.name() + rule.threshold()).isEqualTo("slow-share10.0"));
		}
	}

	private static void assertShowsAll(JsonContent<Object> all) {
		assertThat(all).extractingJsonPathArrayValue("@.active[*].rule")
			.containsExactly("active-transactions", "connections");
		assertThat(all).extractingJsonPathStringValue("@.active[1].message")
			.isEqualTo("Most connections are in use: 98 %, limit is 80 %");
		assertThat(all).extractingJsonPathArrayValue("@.active[*].state").containsExactly("active", "active");
		assertThat(all).extractingJsonPathArrayValue("@.recent[*].rule").containsExactly("breaker-trips");
		assertThat(all).extractingJsonPathStringValue("@.recent[0].state").isEqualTo("cleared");
		assertThat(all).extractingJsonPathArrayValue("@.rules[?(@.name=='slow-share')].threshold")
			.containsExactly(10.0);
		assertThat(all).extractingJsonPathArrayValue("@.rules[?(@.name=='slow-share')].clear").containsExactly(9.0);
		assertThat(all).extractingJsonPathArrayValue("@.channels[*].name").containsExactly("log", "event");
	}

	private void assertFilters(RunningApplication application) {
		JsonContent<Object> critical = ok(application.get(PATH + "?severity=critical"));
		assertThat(critical).extractingJsonPathArrayValue("@.active[*].rule").containsExactly("active-transactions");
		assertThat(critical).extractingJsonPathArrayValue("@.recent").hasSize(1);
		JsonContent<Object> active = ok(application.get(PATH + "?active=true&severity=WARNING"));
		assertThat(active).extractingJsonPathArrayValue("@.active[*].rule").containsExactly("connections");
		assertThat(active).doesNotHaveJsonPath("@.recent");
		assertThat(ok(application.get(PATH + "?active=false"))).doesNotHaveJsonPath("@.active");
		RunningApplication.Answer bad = application.get(PATH + "?severity=loud");
		assertThat(bad.status()).isEqualTo(400);
		assertThat(bad.body()).contains("'severity' must be one of info, warning, critical");
	}

	private static void assertSumsUp(JsonContent<Object> summary) {
		assertThat(summary).extractingJsonPathArrayValue("@.alerts").hasSize(2);
		assertThat(summary).extractingJsonPathMapValue("@.alerts[0]")
			.containsOnlyKeys("name", "severity", "message", "since")
			.containsEntry("name", "active-transactions")
			.containsEntry("severity", "critical")
			.containsEntry("message", "Many transactions are open: 51, limit is 50");
	}

	@Test
	void changesThresholdsAndTakesWordsWhileTheReceiverOfTheWebhookHangs(CapturedOutput output) throws IOException {
		try (SlowReceiver receiver = new SlowReceiver()) {
			try (RunningApplication application = start(Secured.class,
					"management.endpoint.databasealerts.access=unrestricted",
					"management.endpoints.web.exposure.include=database,env,configprops",
					"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always",
					"spring.security.user.name=ann", "spring.security.user.password=right",
					"db.alerts.webhook.url=" + receiver.url().resolve("/T0000-secret"),
					"db.alerts.webhook.timeout=20s")) {
				assertChangesAThreshold(application, output);
				assertRefusesWhatMakesNoSense(application);
				FakeInstruments instruments = application.context().getBean(FakeInstruments.class);
				instruments.count(Counter.BREAKER_TRIPS, 0);
				look(application, 2);
				instruments.count(Counter.BREAKER_TRIPS, 1);
				look(application, 1);
				Awaitility.await().until(() -> !receiver.bodies().isEmpty());
				assertTakesTheWordOfWhoIsSignedIn(application);
				look(application, 20);
				assertTellsTheAddressToNobody(application);

				receiver.goOn();
				Awaitility.await().until(() -> receiver.bodies().size() == 2);
				assertThat(receiver.bodies().get(0)).startsWith("{\"text\":\"CRITICAL breaker-trips on 'dataSource'");
				assertThat(receiver.bodies().get(1)).startsWith("{\"text\":\"CLEARED breaker-trips on 'dataSource'");
			}
			assertThat(output).doesNotContain("T0000");
		}
	}

	private void assertChangesAThreshold(RunningApplication application, CapturedOutput output) {
		JsonContent<Object> changed = ok(
				application.post(PATH, "{\"rule\":\"slow-share\",\"threshold\":20}", CREDENTIALS));
		assertThat(changed).extractingJsonPathNumberValue("@.rule.threshold").isEqualTo(20.0);
		assertThat(changed).extractingJsonPathNumberValue("@.rule.clear").isEqualTo(18.0);
		assertThat(ok(application.get(PATH, CREDENTIALS)))
			.extractingJsonPathArrayValue("@.rules[?(@.name=='slow-share')].threshold")
			.containsExactly(20.0);
		assertThat(output).contains("Alert rule 'slow-share' has a new threshold until the application ends: "
				+ "above 20 % instead of above 10 %");
	}

	private static void assertRefusesWhatMakesNoSense(RunningApplication application) {
		String either = "Either 'rule' and 'threshold', or 'acknowledge'";
		assertRefused(application, "{}", either);
		assertRefused(application, "{'rule':'slow-share'}", either);
		assertRefused(application, "{'rule':'slow-share','threshold':5,'acknowledge':'x'}", either);
		assertRefused(application, "{'rule':'nothing','threshold':5}",
				"There is no rule 'nothing'; there is connections, average-query");
		assertRefused(application, "{'rule':'slow-share','threshold':100}", "0 or more and less than 100");
		assertRefused(application, "{'rule':'slow-share','threshold':-1}", "0 or more and less than 100");
		assertRefused(application, "{'rule':'slow-share','threshold':'NaN'}", "0 or more and less than 100");
		assertRefused(application, "{'rule':'slow-share','threshold':'much'}", "must be a number");
		assertRefused(application, "{'acknowledge':'nothing'}", "There is no active alert 'nothing'; there is none.");
	}

	private static void assertRefused(RunningApplication application, String body, String reason) {
		RunningApplication.Answer answer = application.post(PATH, body.replace('\'', '"'), CREDENTIALS);
		assertThat(answer.status()).as(body).isEqualTo(400);
		assertThat(answer.body()).as(body).contains(reason);
	}

	private void assertTakesTheWordOfWhoIsSignedIn(RunningApplication application) {
		String id = application.context().getBean(Alerts.class).active().get(0).id();
		String body = "{\"acknowledge\":\"" + id + "\",\"comment\":\"on it\"}";
		assertThat(application.post(PATH, body).status()).isEqualTo(401);
		JsonContent<Object> known = ok(application.post(PATH, body, CREDENTIALS));
		assertThat(known).extractingJsonPathStringValue("@.alert.acknowledgement.by").isEqualTo("ann");
		assertThat(known).extractingJsonPathStringValue("@.alert.acknowledgement.comment").isEqualTo("on it");
		assertThat(known).extractingJsonPathStringValue("@.alert.acknowledgement.at").isNotBlank();
	}

	private void assertTellsTheAddressToNobody(RunningApplication application) {
		JsonContent<Object> alerts = ok(application.get(PATH, CREDENTIALS));
		assertThat(alerts).extractingJsonPathArrayValue("@.recent").hasSize(1);
		assertThat(alerts).extractingJsonPathArrayValue("@.channels[?(@.name=='webhook')].delivered")
			.containsExactly(0);
		for (String path : new String[] { PATH, "/actuator/env", "/actuator/configprops",
				"/actuator/env/db.alerts.webhook.url" }) {
			RunningApplication.Answer answer = application.get(path, CREDENTIALS);
			assertThat(answer.status()).as(path).isEqualTo(200);
			assertThat(answer.body()).as(path).doesNotContain("T0000");
		}
		assertThat(application.get("/actuator/env", CREDENTIALS).body()).contains("db.alerts.webhook.timeout");
	}

	private JsonContent<Object> ok(RunningApplication.Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return this.json.from(answer.body());
	}

	private static void look(RunningApplication application, int times) {
		for (int i = 0; i < times; i++) {
			application.context().getBean(MutableClock.class).advance(Duration.ofSeconds(10));
			application.context().getBean(AlertMonitor.class).look();
		}
	}

	private static RunningApplication start(Class<?> configuration, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.addAll(List.of("spring.datasource.url=jdbc:h2:mem:alerts", "db.alerts.interval=1h",
				"spring.web.error.include-message=always",
				"spring.autoconfigure.exclude=" + DatabaseReadingsAutoConfiguration.class.getName()));
		return RunningApplication.start(new Class<?>[] { configuration, Measured.class }, all.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	static class Measured {

		@Bean
		MutableClock clock() {
			return new MutableClock();
		}

		@Bean
		FakeInstruments instruments() {
			return new FakeInstruments("dataSource");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Secured {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			http.csrf(AbstractHttpConfigurer::disable);
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.httpBasic(Customizer.withDefaults());
			return http.build();
		}

	}

}

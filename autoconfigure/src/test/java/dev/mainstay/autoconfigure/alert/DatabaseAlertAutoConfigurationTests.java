package dev.mainstay.autoconfigure.alert;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.mainstay.alert.Alert;
import dev.mainstay.alert.AlertChannel;
import dev.mainstay.alert.AlertChannels;
import dev.mainstay.alert.AlertMonitor;
import dev.mainstay.alert.AlertNotification;
import dev.mainstay.alert.AlertRule;
import dev.mainstay.alert.AlertState;
import dev.mainstay.alert.Alerts;
import dev.mainstay.alert.ChannelState;
import dev.mainstay.alert.DatabaseAlertEvent;
import dev.mainstay.alert.FakeInstruments;
import dev.mainstay.alert.MutableClock;
import dev.mainstay.alert.Severity;
import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.event.Counter;
import dev.mainstay.event.Gauge;
import dev.mainstay.event.ReadingSource;
import dev.mainstay.event.Signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link DatabaseAlertAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseAlertAutoConfigurationTests {

	private static final Duration STEP = Duration.ofSeconds(10);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DatabasePoolAutoConfiguration.class, DatabaseAlertAutoConfiguration.class))
		.withUserConfiguration(Measured.class)
		.withPropertyValues("db.alerts.interval=1h");

	@Test
	void tellsThatMostConnectionsAreInUse(CapturedOutput output) {
		assertRaisedAndCleared("connections", Severity.WARNING, output, (instruments) -> {
			instruments.show(Gauge.CONNECTIONS_LIMIT, 50);
			instruments.show(Gauge.CONNECTIONS_ACTIVE, 41);
		}, (instruments) -> instruments.show(Gauge.CONNECTIONS_ACTIVE, 10));
		assertThat(output)
			.contains("WARNING connections on 'dataSource': Most connections are in use: 82 %, limit is 80 %");
	}

	@Test
	void tellsThatStatementsAreSlowOnAverage(CapturedOutput output) {
		assertRaisedAndCleared("average-query", Severity.WARNING, output, (instruments) -> {
			instruments.execute("search", Duration.ofMillis(990), 19);
			instruments.execute("search", Duration.ofSeconds(2), 1);
		}, (instruments) -> instruments.execute("search", Duration.ofMillis(1), 20));
	}

	@Test
	void tellsThatManyStatementsAreSlow(CapturedOutput output) {
		assertRaisedAndCleared("slow-share", Severity.WARNING, output, (instruments) -> {
			instruments.execute("search", Duration.ofMillis(1), 17);
			instruments.execute("search", Duration.ofMillis(1001), 3);
		}, (instruments) -> instruments.execute("search", Duration.ofMillis(1), 20));
	}

	@Test
	void tellsThatTheCacheHasFewAnswers(CapturedOutput output) {
		assertRaisedAndCleared("cache-hits", Severity.INFO, output, (instruments) -> {
			instruments.count(Counter.CACHE_HITS, 9);
			instruments.count(Counter.CACHE_MISSES, 11);
		}, (instruments) -> instruments.count(Counter.CACHE_HITS, 20));
	}

	@Test
	void tellsThatManyTransactionsAreOpen(CapturedOutput output) {
		assertRaisedAndCleared("active-transactions", Severity.CRITICAL, output,
				(instruments) -> instruments.show(Gauge.TRANSACTIONS_ACTIVE, 51),
				(instruments) -> instruments.show(Gauge.TRANSACTIONS_ACTIVE, 45));
	}

	@Test
	void tellsThatAnOperationIsSlow(CapturedOutput output) {
		assertRaisedAndCleared("slow-operation", Severity.WARNING, output, (instruments) -> {
			instruments.execute("menu-generation", Duration.ofMillis(300), 20);
			instruments.execute("login", Duration.ofMillis(100), 20);
		}, (instruments) -> instruments.execute("menu-generation", Duration.ofMillis(100), 20));
		assertThat(output).contains("The statements of an operation are slow (menu-generation): ");
	}

	@Test
	void tellsThatConnectionsFail(CapturedOutput output) {
		assertRaisedAndCleared("connection-errors", Severity.CRITICAL, output, (instruments) -> {
			instruments.count(Counter.CONNECTION_ERRORS, 2);
			instruments.count(Counter.ACQUIRE_TIMEOUTS, 1);
		}, (instruments) -> {
		});
	}

	@Test
	void tellsThatTheBreakerHasOpened(CapturedOutput output) {
		this.runner.run((context) -> {
			FakeInstruments instruments = context.getBean(FakeInstruments.class);
			instruments.count(Counter.BREAKER_TRIPS, 3);
			look(context, 2);
			assertThat(context.getBean(Alerts.class).active()).as("trips before the first look").isEmpty();

			instruments.count(Counter.BREAKER_TRIPS, 1);
			look(context, 1);

			assertThat(context.getBean(Alerts.class).active(Severity.CRITICAL)).singleElement()
				.satisfies((alert) -> assertThat(alert.rule().name()).isEqualTo("breaker-trips"));
			look(context, 20);
			assertThat(context.getBean(Alerts.class).active()).isEmpty();
			awaitLog(output, "CLEARED breaker-trips on 'dataSource': values are good again");
		});
	}

	private void assertRaisedAndCleared(String rule, Severity severity, CapturedOutput output,
			Consumer<FakeInstruments> bad, Consumer<FakeInstruments> good) {
		this.runner.run((context) -> {
			FakeInstruments instruments = context.getBean(FakeInstruments.class);
			Alerts alerts = context.getBean(Alerts.class);
			for (int i = 0; i < 50; i++) {
				good.accept(instruments);
				look(context, 1);
			}
			assertThat(alerts.active()).isEmpty();
			for (int i = 0; i < 50; i++) {
				bad.accept(instruments);
				look(context, 1);
			}
			assertThat(of(rule, alerts.active())).singleElement().satisfies((alert) -> {
				assertThat(alert.severity()).isEqualTo(severity);
				assertThat(alert.dataSource()).isEqualTo("dataSource");
			});
			for (int i = 0; i < 30; i++) {
				good.accept(instruments);
				look(context, 1);
			}
			assertThat(alerts.active()).isEmpty();
			assertThat(of(rule, alerts.history())).singleElement()
				.satisfies((alert) -> assertThat(alert.state()).isEqualTo(AlertState.CLEARED));
			awaitLog(output, severity.name() + " " + rule + " on 'dataSource': ");
			awaitLog(output, "CLEARED " + rule + " on 'dataSource'");
		});
	}

	private static List<Alert> of(String rule, List<Alert> alerts) {
		return alerts.stream().filter((alert) -> alert.rule().name().equals(rule)).toList();
	}

	@Test
	void writesEachSeverityAtItsLevel(CapturedOutput output) {
		this.runner
			.withPropertyValues("db.alerts.rules.waiting.signal=connections-waiting", "db.alerts.rules.waiting.above=5",
					"db.alerts.rules.waiting.severity=info")
			.run((context) -> {
				FakeInstruments instruments = context.getBean(FakeInstruments.class);
				instruments.show(Gauge.CONNECTIONS_WAITING, 6);
				look(context, 2);
				awaitLog(output, "INFO waiting on");
				instruments.count(Counter.BREAKER_TRIPS, 0);
				look(context, 1);
				instruments.count(Counter.BREAKER_TRIPS, 1);
				look(context, 1);
				awaitLog(output, "CRITICAL breaker-trips on");
				assertThat(output.toString().lines().filter((line) -> line.contains("Database alert")))
					.satisfiesExactly((line) -> assertThat(line).contains(" INFO "),
							(line) -> assertThat(line).contains(" ERROR "));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "db.enabled=false", "db.alerts.enabled=false" })
	void isSwitchedOff(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(Alerts.class)
				.doesNotHaveBean(AlertMonitor.class)
				.doesNotHaveBean(AlertChannels.class)
				.doesNotHaveBean(AlertSchedule.class));
	}

	@Test
	void worksWithoutActuator() {
		this.runner.withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Alerts.class));
	}

	@Test
	void backsOffForAlertsOfTheUser() {
		this.runner.withUserConfiguration(OwnAlerts.class)
			.run((context) -> assertThat(context).getBean(Alerts.class).isSameAs(context.getBean("ownAlerts")));
	}

	@Test
	void looksByItselfAndCanBeSwitchedAtRunTime() {
		this.runner
			.withPropertyValues("db.alerts.rules.waiting.signal=connections-waiting", "db.alerts.rules.waiting.above=5")
			.run((context) -> {
				AlertSchedule schedule = context.getBean(AlertSchedule.class);
				assertThat(schedule.name()).isEqualTo("alerts");
				assertThat(schedule.enabled()).isTrue();
				assertThat(schedule.interval()).isEqualTo(Duration.ofHours(1));
				assertThat(schedule.isRunning()).isTrue();
				context.getBean(FakeInstruments.class).show(Gauge.CONNECTIONS_WAITING, 6);
				look(context, 2);
				assertThat(context.getBean(Alerts.class).active()).hasSize(1);

				schedule.enable(false);

				assertThat(schedule.enabled()).isFalse();
				assertThat(context.getBean(Alerts.class).active()).isEmpty();
				schedule.enable(true);
				assertThat(schedule.enabled()).isTrue();
				schedule.interval(Duration.ofSeconds(1));
				assertThat(schedule.interval()).isEqualTo(Duration.ofSeconds(1));
				assertThat(schedule.objection(Duration.ofMillis(999))).isEqualTo("must be at least 1s");
				assertThat(schedule.objection(Duration.ofDays(200_000))).isEqualTo("must be at most 24 days");
				Awaitility.await().until(() -> {
					context.getBean(MutableClock.class).advance(STEP);
					return !context.getBean(Alerts.class).active().isEmpty();
				});
			});
	}

	@Test
	void publishesEventsAndUsesChannelsOfTheApplicationThoughAListenerThrows(CapturedOutput output) {
		this.runner.withUserConfiguration(Listening.class).run((context) -> {
			context.getBean(FakeInstruments.class).count(Counter.BREAKER_TRIPS, 0);
			look(context, 2);
			context.getBean(FakeInstruments.class).count(Counter.BREAKER_TRIPS, 1);

			look(context, 20);

			Listening listening = context.getBean(Listening.class);
			Awaitility.await().until(() -> listening.sent.size() == 2 && listening.heard.size() == 2);
			awaitLog(output, "CRITICAL breaker-trips");
			AlertChannels channels = context.getBean(AlertChannels.class);
			assertThat(channels.states()).extracting(ChannelState::name).startsWith("log", "event").hasSize(4);
			Awaitility.await().until(() -> channels.states().get(1).failed() == 2);
			assertThat(channels.states().get(1).on()).isTrue();
			assertThat(output.toString().split("planted in a listener", -1)).hasSize(2);
			assertThat(output.toString().split("planted in a channel", -1)).hasSize(2);
		});
	}

	@Test
	void writesNothingToTheLogIfNotWanted(CapturedOutput output) {
		this.runner.withPropertyValues("db.alerts.log=false").run((context) -> {
			context.getBean(FakeInstruments.class).count(Counter.BREAKER_TRIPS, 0);
			look(context, 2);
			context.getBean(FakeInstruments.class).count(Counter.BREAKER_TRIPS, 1);
			look(context, 1);
			AlertChannels channels = context.getBean(AlertChannels.class);
			assertThat(channels.states()).extracting(ChannelState::name).containsExactly("event");
			Awaitility.await().until(() -> channels.states().get(0).delivered() == 1);
			assertThat(output).doesNotContain("Database alert");
		});
	}

	@Test
	void changesBuiltInRulesInPartAndAddsOthers() {
		this.runner
			.withPropertyValues("db.alerts.rules.slow-share.above=25", "db.alerts.rules.slow-share.severity=critical",
					"db.alerts.rules.slow-share.hold=5m", "db.alerts.rules.cache-hits.enabled=false",
					"db.alerts.rules.many-deadlocks.signal=deadlocks", "db.alerts.rules.many-deadlocks.above=5",
					"db.alerts.rules.many-deadlocks.clear=0", "db.alerts.rules.many-deadlocks.message=Many deadlocks",
					"db.alerts.rules.idle.signal=CONNECTIONS_IDLE", "db.alerts.rules.idle.below=1",
					"db.alerts.rules.idle.evidence=5")
			.withUserConfiguration(OwnRules.class)
			.run((context) -> {
				List<AlertRule> rules = context.getBean(Alerts.class).rules();
				assertThat(rules).extracting(AlertRule::name)
					.contains("slow-share", "many-deadlocks", "idle", "rollbacks")
					.doesNotContain("cache-hits")
					.doesNotHaveDuplicates();
				AlertRule slowShare = rule(rules, "slow-share");
				assertThat(slowShare.threshold()).isEqualTo(25);
				assertThat(slowShare.clearThreshold()).isEqualTo(22.5);
				assertThat(slowShare.severity()).isEqualTo(Severity.CRITICAL);
				assertThat(slowShare.hold()).isEqualTo(Duration.ofMinutes(5));
				assertThat(slowShare.message()).isEqualTo("Many statements are slow");
				assertThat(rule(rules, "many-deadlocks").clearThreshold()).isZero();
				assertThat(rule(rules, "many-deadlocks").message()).isEqualTo("Many deadlocks");
				assertThat(rule(rules, "idle").evidence()).isEqualTo(5);
				assertThat(rule(rules, "average-query").threshold()).as("of the bean, changed by property")
					.isEqualTo(500);
				assertThat(rule(rules, "rollbacks").severity()).isEqualTo(Severity.INFO);
			});
	}

	@Test
	void knowsRulesByTheNamesOfEnvironmentVariables() {
		this.runner
			.withInitializer(
					(context) -> context.getEnvironment()
						.getPropertySources()
						.addFirst(new SystemEnvironmentPropertySource(
								StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("DB_ALERTS_RULES_SLOWSHARE_ABOVE", "25"))))
			.run((context) -> {
				List<AlertRule> rules = context.getBean(Alerts.class).rules();
				assertThat(rule(rules, "slow-share").threshold()).isEqualTo(25);
				assertThat(rules).hasSize(8);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					db.alerts.interval                  | 0s      | must be at least 1s                 | Type for example db.alerts.interval=10s
					db.alerts.cooldown                  | -1s     | must be at least 0s                 | Type for example db.alerts.cooldown=5m
					db.alerts.settle                    | -1s     | must be at least 0s                 | Type for example db.alerts.settle=2m
					db.alerts.escalation.after          | 1       | must be at least 2                  | db.alerts.escalation.after=3, or 0
					db.alerts.escalation.within         | 0s      | must be at least 1s                 | db.alerts.escalation.within=1h
					db.alerts.rules.slow-share.above    | 100     | is nothing that slow-share could be above | Choose a number of percent: 0 or more and less than 100
					db.alerts.rules.slow-share.above    | much    | is not a number                     | Type a number
					db.alerts.rules.slow-share.clear    | 11      | is on the wrong side                | from 0 to 10
					db.alerts.rules.slow-share.hold     | 25h     | is not from 0 to 24 hours           | Choose for example 1m
					db.alerts.rules.slow-share.evidence | -1      | is negative                         | Choose for example 20
					db.alerts.rules.slow-share.severity | fatal   | is not one of info, warning, critical | for example db.alerts.rules.slow-share.severity=info
					db.alerts.rules.slow-share.signal   | deadlocks | is not what the rule of that name looks at | choose a name of your own
					db.alerts.rules.mine.signal         | speed   | is not one of connections-active    | db.alerts.rules.mine.signal=connections-active
					db.alerts.webhook.timeout           | 0s      | must be at least 1ms                | db.alerts.webhook.timeout=2s
					db.alerts.webhook.max-attempts      | 0       | must be at least 1                  | db.alerts.webhook.max-attempts=3
					""")
	void explainsABadValue(String property, String value, String reason, String action, CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(property + "=" + value));

		assertThat(output).contains("The database layer can't use the value of '" + property + "':")
			.contains("Value: \"" + value + "\"")
			.contains(reason)
			.contains(action);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					db.alerts.rules.mine.above=5                                          | db.alerts.rules.mine.signal  | is missing, and there is no rule of that name
					db.alerts.rules.mine.signal=deadlocks                                 | db.alerts.rules.mine.above   | is missing
					db.alerts.rules.slow-share.above=5,db.alerts.rules.slow-share.below=5 | db.alerts.rules.slow-share.below | stands beside 'above'
					db.alerts.rules[No_Name].signal=rows,db.alerts.rules[No_Name].above=5 | db.alerts.rules.No_Name      | is not a name in lower case with dashes
					""")
	void explainsARuleThatCannotBe(String properties, String property, String reason) {
		this.runner.withPropertyValues(properties.split(","))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPropertyException.class)
				.hasMessageContaining(property + "=")
				.hasMessageContaining(reason));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp://hooks.example.com/T0000-secret", "hooks/T0000-secret", "https://T0000 secret",
			"https://hooks.example.com:99999/T0000-secret", "https://hooks.example.com:0/T0000-secret" })
	void keepsTheAddressOfTheWebhookSecretEvenIfItIsBad(String url, CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("db.alerts.webhook.url=" + url));

		assertThat(output).contains("can't use the value of 'db.alerts.webhook.url'")
			.contains("Value: \"***\"")
			.contains("is not an address that begins with https:// or http://")
			.doesNotContain("T0000");
	}

	@Test
	void keepsTheAddressOfTheWebhookSecret() {
		this.runner.withPropertyValues("db.alerts.webhook.url=https://hooks.example.com/T0000-secret")
			.run((context) -> {
				assertThat(context.getBean(AlertProperties.class).toString()).doesNotContain("T0000");
				SanitizingFunction sanitizer = context.getBean(SanitizingFunction.class);
				for (String key : new String[] { "db.alerts.webhook.url", "DB_ALERTS_WEBHOOK_URL" }) {
					assertThat(sanitizer.apply(new SanitizableData(null, key, "T0000-secret")).getValue())
						.isEqualTo("******");
				}
				assertThat(sanitizer.apply(new SanitizableData(null, "db.alerts.webhook.format", "slack")).getValue())
					.isEqualTo("slack");
			});
	}

	@Test
	void postsNothingWithoutAnAddress() {
		this.runner.withPropertyValues("db.alerts.webhook.url=")
			.run((context) -> assertThat(context.getBean(AlertChannels.class).states()).extracting(ChannelState::name)
				.containsExactly("log", "event"));
	}

	private static AlertRule rule(List<AlertRule> rules, String name) {
		return rules.stream().filter((rule) -> rule.name().equals(name)).findFirst().orElseThrow();
	}

	private static void look(ApplicationContext context, int times) {
		for (int i = 0; i < times; i++) {
			context.getBean(MutableClock.class).advance(STEP);
			context.getBean(AlertMonitor.class).look();
		}
	}

	private static void awaitLog(CapturedOutput output, String text) {
		Awaitility.await().until(() -> output.toString().contains(text));
	}

	private static void start(String... properties) {
		String[] arguments = List.of(properties).stream().map("--"::concat).toArray(String[]::new);
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(arguments).close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DatabasePoolAutoConfiguration.class, DatabaseAlertAutoConfiguration.class })
	static class Application {

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

		@Bean
		ReadingSource broken() {
			return (readings) -> {
				throw new IllegalStateException("planted in a source");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnAlerts {

		@Bean
		Alerts ownAlerts(AlertProperties properties, Clock clock) {
			return new Alerts(List.of(), properties, clock);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRules {

		@Bean
		AlertRule rollbacks() {
			return AlertRule.above("rollbacks", Signal.ROLLBACKS, 100).withSeverity(Severity.INFO);
		}

		@Bean
		AlertRule averageQuery() {
			return AlertRule.above("average-query", Signal.STATEMENT_MEAN, 500);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		private final List<AlertNotification> heard = new CopyOnWriteArrayList<>();

		private final List<Alert> sent = new CopyOnWriteArrayList<>();

		@EventListener
		@Order(1)
		void hear(DatabaseAlertEvent event) {
			this.heard.add(event.notification());
		}

		@EventListener
		@Order(2)
		void fail(DatabaseAlertEvent event) {
			throw new IllegalStateException("planted in a listener");
		}

		@Bean
		@Order(1)
		AlertChannel failing() {
			return (notification) -> {
				throw new IllegalStateException("planted in a channel");
			};
		}

		@Bean
		@Order(2)
		AlertChannel own() {
			return (notification) -> this.sent.add(notification.changes().get(0).alert());
		}

	}

}

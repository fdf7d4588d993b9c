package dev.mainstay.autoconfigure.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.yaml.snakeyaml.Yaml;

import dev.mainstay.autoconfigure.cache.SimulatedCacheConfiguration;
import dev.mainstay.autoconfigure.endpoint.RunningApplication;
import dev.mainstay.cache.metrics.CacheMeter;
import dev.mainstay.cache.read.SimulatedCache;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.observe.metrics.OperationMeters;
import dev.mainstay.observe.metrics.StatementMeter;
import dev.mainstay.operation.Operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what Prometheus gets, and for the rules and the dashboard that are made for
 * it: an application with everything on, two data sources and more operations than have
 * meters.
 */
class MonitoringFilesTests {

	private static final Path PROMETHEUS = Path.of("../monitoring/prometheus");

	private static final Path DASHBOARD = Path.of("../monitoring/grafana/mainstay-dashboard.json");

	// What Prometheus itself adds to every series.
	private static final Set<String> SCRAPE_LABELS = Set.of("job", "instance");

	private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

	private static final Pattern ANNOTATION = Pattern.compile("\\$labels\\.(\\w+)");

	private static final Pattern VARIABLE = Pattern.compile("label_values\\((.*), (\\w+)\\)");

	private static final String SECRET = "Elena Sorokina";

	private static RunningApplication application;

	private static Scrape scrape;

	@BeforeAll
	static void scrape() {
		application = RunningApplication.start(
				new Class<?>[] { RunningApplication.Application.class, TwoDataSources.class,
						SimulatedCacheConfiguration.class },
				"management.endpoints.web.exposure.include=prometheus", "management.metrics.tags.application=shop",
				"db.observe.slow-query-threshold=1ms");
		for (String dataSource : List.of("orders", "stock")) {
			traffic(new JdbcTemplate(application.context().getBean(dataSource, HikariDataSource.class)));
		}
		SimulatedCache cache = application.context().getBean(SimulatedCache.class);
		for (int i = 0; i < 60; i++) {
			cache.read("Method." + i, SECRET, "patient", 1);
		}
		application.context().getBean(OperationMeters.class).refresh();
		scrape = Scrape.of(application.get("/actuator/prometheus").body());
	}

	private static void traffic(JdbcTemplate jdbc) {
		jdbc.execute("create table patient (name varchar(50) primary key)");
		for (int i = 0; i < 60; i++) {
			Operation.enter(new Operation("Operation." + i, "com.example.Operation." + i));
			jdbc.queryForList("select " + i + ", name from patient where name = ?", SECRET);
		}
		Operation.enter(null);
		jdbc.update("insert into patient values (?)", SECRET);
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> jdbc.update("insert into patient values ('" + SECRET + "')"))
			.withStackTraceContaining(SECRET);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void publishesAllMetersOfStatements() {
		for (StatementMeter meter : StatementMeter.values()) {
			assertThat(scrape.series().keySet()).as(meter.meterName())
				.anyMatch((name) -> name.startsWith(meter.meterName().replace('.', '_')));
		}
		assertThat(value("db_statements_errors_total", "kind=\"constraint\"", "pool=\"orders\"")).isEqualTo(1);
		assertThat(value("db_statements_seconds_count", "pool=\"stock\"")).isEqualTo(63);
		assertThat(value("db_statements_within_total", "le=\"+Inf\"", "pool=\"stock\"")).isEqualTo(63);
		assertThat(scrape.count().get("db_operation_statements_seconds_count")).isEqualTo(OperationMeters.MOST);
	}

	@Test
	void publishesAllMetersOfTheCache() {
		for (CacheMeter meter : CacheMeter.values()) {
			assertThat(scrape.series().keySet()).as(meter.meterName())
				.anyMatch((name) -> name.startsWith(meter.meterName().replace('.', '_')));
		}
		assertThat(scrape.countOf("db_cache_")).isBetween(70, 90);
	}

	@Test
	void staysBelowFiveHundredSeries() {
		assertThat(scrape.countOf("db_") - scrape.countOf("db_cache_")).isBetween(300, 500);
	}

	@Test
	void leavesTheMetersOfBootAndHikariAlone() {
		assertThat(scrape.series().keySet()).contains("hikaricp_connections_active", "hikaricp_connections_pending",
				"hikaricp_connections_usage_seconds_count", "jdbc_connections_active", "jdbc_connections_max");
		assertThat(scrape.text().lines().filter((line) -> line.startsWith("hikaricp_") || line.startsWith("jdbc_")))
			.hasSizeGreaterThan(20)
			.noneMatch((line) -> line.endsWith("NaN"));
	}

	@Test
	void publishesNeitherSqlNorValues() {
		assertThat(scrape.text()).doesNotContain(SECRET)
			.doesNotContainIgnoringCase("select ")
			.doesNotContainIgnoringCase("insert ");
	}

	@Test
	void rulesAskForWhatIsThere() throws IOException {
		List<Map<String, ?>> rules = rules();
		Set<String> recorded = new TreeSet<>();
		for (Map<String, ?> rule : rules) {
			Set<String> labels = assertIsThere((String) Objects.requireNonNull(rule.get("expr")), recorded);
			if (rule.get("record") instanceof String name) {
				recorded.add(name);
			}
			Matcher used = ANNOTATION.matcher(String.valueOf(rule.get("annotations")));
			while (used.find() && !String.valueOf(rule.get("expr")).contains(":")) {
				assertThat(labels).as(rule.toString()).contains(used.group(1));
			}
		}
		assertThat(recorded).hasSizeGreaterThan(5);
		assertThat(rules).hasSizeGreaterThan(recorded.size() + 5);
	}

	@Test
	void dashboardAsksForWhatIsThere() throws IOException {
		Map<String, Object> dashboard = JsonParserFactory.getJsonParser()
			.parseMap(Files.readString(DASHBOARD, StandardCharsets.UTF_8));
		int targets = 0;
		Set<String> titles = new TreeSet<>();
		for (Map<String, ?> panel : maps(dashboard.get("panels"))) {
			for (Map<String, ?> target : maps(panel.get("targets"))) {
				Set<String> labels = assertIsThere((String) Objects.requireNonNull(target.get("expr")), Set.of());
				LEGEND.matcher((String) target.get("legendFormat"))
					.results()
					.forEach((used) -> assertThat(labels).as(panel.toString()).contains(used.group(1)));
				targets++;
			}
			titles.add((String) panel.get("title"));
		}
		assertThat(targets).isGreaterThan(25);
		assertThat(titles).contains("Connections", "Latency", "Errors by kind", "Slow statements", "Transactions",
				"Retries", "Deadlocks and conflicts", "Top operations by time", "Answered by the cache",
				"Database time");
		List<String> variables = new ArrayList<>();
		for (Map<String, ?> variable : maps(
				((Map<?, ?>) Objects.requireNonNull(dashboard.get("templating"))).get("list"))) {
			variables.add((String) variable.get("name"));
			Matcher query = VARIABLE.matcher(String.valueOf(variable.get("definition")));
			if (query.matches()) {
				assertThat(assertIsThere(query.group(1), Set.of())).contains(query.group(2));
			}
		}
		assertThat(variables).containsExactly("datasource", "application", "instance", "pool");
	}

	@Test
	void dashboardShowsEveryKindOfFailureThatThereIs() {
		for (FailureKind kind : FailureKind.values()) {
			assertThat(scrape.text()).contains("kind=\"" + kind.id() + "\"");
		}
	}

	@Test
	void promtoolAcceptsTheRulesAndRaisesEachAlert() throws IOException, InterruptedException {
		boolean there = Files.isExecutable(Path.of("/usr/bin/promtool"));
		Assumptions.assumeTrue(there, "The rules were NOT checked by promtool, which is not on this machine: "
				+ "install Prometheus (Debian: apt-get install prometheus) to have them checked");
		promtool("check", "rules", "mainstay-rules.yml");
		promtool("test", "rules", "mainstay-rules-test.yml");
	}

	private static void promtool(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("/usr/bin/promtool"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).directory(PROMETHEUS.toFile()).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
	}

	// Returns the labels that its result may have.
	private static Set<String> assertIsThere(String text, Set<String> recorded) {
		Expression expression = Expression.parse(text);
		assertThat(expression.metrics()).as(text).isNotEmpty();
		Set<String> labels = new TreeSet<>(SCRAPE_LABELS);
		expression.metrics().forEach((name, selected) -> {
			if (name.contains(":")) {
				assertThat(recorded).as(text).contains(name);
				return;
			}
			Set<String> known = new TreeSet<>(SCRAPE_LABELS);
			assertThat(scrape.series()).as(text).containsKey(name);
			known.addAll(Objects.requireNonNull(scrape.series().get(name)));
			assertThat(known).as(text).containsAll(selected);
			labels.addAll(known);
		});
		assertThat(labels).as(text).containsAll(expression.grouping());
		return labels;
	}

	private static List<Map<String, ?>> rules() throws IOException {
		Map<String, ?> file = new Yaml()
			.load(Files.readString(PROMETHEUS.resolve("mainstay-rules.yml"), StandardCharsets.UTF_8));
		List<Map<String, ?>> rules = new ArrayList<>();
		maps(file.get("groups")).forEach((group) -> rules.addAll(maps(group.get("rules"))));
		return rules;
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, ?>> maps(@Nullable Object list) {
		return (list != null) ? (List<Map<String, ?>>) list : List.of();
	}

	private static double value(String name, String... labels) {
		return scrape.text()
			.lines()
			.filter((line) -> line.startsWith(name + "{") && List.of(labels).stream().allMatch(line::contains))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

}

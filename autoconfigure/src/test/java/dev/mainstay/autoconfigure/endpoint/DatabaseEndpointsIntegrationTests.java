package dev.mainstay.autoconfigure.endpoint;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import javax.management.ObjectName;
import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import dev.mainstay.admission.holder.HeldHttpCall;
import dev.mainstay.admission.holder.HttpCall;
import dev.mainstay.admission.holder.HttpCalls;
import dev.mainstay.endpoint.DatabaseEndpoint;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoints under {@code /actuator/database}, asked over HTTP and JMX.
 */
class DatabaseEndpointsIntegrationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=health,database";

	private static final String ALL = "management.endpoints.web.exposure.include=database,databasereconnect,databasetest";

	private static final String OPEN_RECONNECT = "management.endpoint.databasereconnect.access=unrestricted";

	private static final String OPEN_TEST = "management.endpoint.databasetest.access=unrestricted";

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	@BeforeAll
	static void createTable() throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("create table dish (id int primary key, name text not null)");
			statement.execute("insert into dish select i, 'dish ' || i from generate_series(1, 250) i");
		}
	}

	@Test
	void sumsUpThePrimaryDatabase() {
		try (RunningApplication application = start(EXPOSED, "db.pool.size=3", "db.pool.max-overflow=2")) {
			connectOnce(application);
			JsonContent<Object> summary = ok(application.get("/actuator/database"));
			assertThat(summary).extractingJsonPathStringValue("@.status").isEqualTo("healthy");
			assertThat(summary).extractingJsonPathStringValue("@.timestamp").isNotBlank();
			assertThat(summary).extractingJsonPathNumberValue("@.connectionPool.baseSize").isEqualTo(3);
			assertThat(summary).extractingJsonPathNumberValue("@.connectionPool.maxOverflow").isEqualTo(2);
			assertThat(summary).extractingJsonPathNumberValue("@.connectionPool.utilizationPercent").isEqualTo(0.0);
			assertThat(summary).extractingJsonPathArrayValue("@.recommendations").isEmpty();
			assertThat(summary).extractingJsonPathNumberValue("@.reliability.deadlocks24h").isEqualTo(0);
			assertThat(summary).extractingJsonPathStringValue("@.reliability.deadlockSeverity").isEqualTo("low");
			assertThat(summary).extractingJsonPathNumberValue("@.reliability.recoverySuccessRate").isEqualTo(1.0);
			assertThat(summary).extractingJsonPathArrayValue("@.alerts").isEmpty();
			assertThat(summary).extractingJsonPathNumberValue("@.performance.slowQueries24h").isEqualTo(0);
			assertThat(summary).extractingJsonPathNumberValue("@.performance.errorRatePerHour").isEqualTo(0.0);
		}
	}

	@Test
	void exposesTheWholeReadingFamilyWithTheOneAboveIt() {
		try (RunningApplication application = start(EXPOSED, OPEN_RECONNECT, OPEN_TEST)) {
			for (String topic : new String[] { "", "/health", "/info", "/pool", "/constraints", "/transactions",
					"/deadlocks", "/alerts", "/slow-queries" }) {
				assertThat(application.get("/actuator/database" + topic).status()).as(topic).isEqualTo(200);
			}
			assertThat(application.post("/actuator/database/reconnect", "{}").status()).isEqualTo(404);
			assertThat(application.post("/actuator/database/test", "{\"sql\":\"select 1\"}").status()).isEqualTo(404);
		}
	}

	@Test
	void exposesNothingByDefault() {
		try (RunningApplication application = start()) {
			for (String topic : new String[] { "", "/health", "/info", "/pool", "/constraints", "/transactions",
					"/deadlocks", "/alerts", "/slow-queries" }) {
				assertThat(application.get("/actuator/database" + topic).status()).as(topic).isEqualTo(404);
			}
			assertThat(application.context().getBeansOfType(DatabaseEndpoint.class)).isEmpty();
		}
	}

	@Test
	void excludesTheWholeFamilyWithTheOneAboveIt() {
		try (RunningApplication application = start("management.endpoints.web.exposure.include=*",
				"management.endpoints.web.exposure.exclude=database")) {
			for (String topic : new String[] { "", "/health", "/info", "/pool", "/constraints", "/transactions",
					"/deadlocks", "/alerts", "/slow-queries" }) {
				assertThat(application.get("/actuator/database" + topic).status()).as(topic).isEqualTo(404);
			}
			assertThat(application.get("/actuator/health").status()).isEqualTo(200);
		}
	}

	@Test
	void keepsOperationsThatWriteClosedUnlessTheirAccessIsOpened() {
		try (RunningApplication application = start("management.endpoints.web.exposure.include=*")) {
			assertThat(application.post("/actuator/database/reconnect", "{}").status()).isEqualTo(404);
			assertThat(application.post("/actuator/database/test", "{\"sql\":\"select 1\"}").status()).isEqualTo(404);
		}
	}

	@Test
	void saysWhatAndWhereTheDatabaseIsButNoSecret() {
		try (RunningApplication application = start(EXPOSED)) {
			connectOnce(application);
			RunningApplication.Answer answer = application.get("/actuator/database/info");
			JsonContent<Object> info = ok(answer);
			assertThat(info).extractingJsonPathStringValue("@.dataSources[0].product").isEqualTo("PostgreSQL");
			assertThat(info).extractingJsonPathStringValue("@.dataSources[0].version").isNotBlank();
			assertThat(info).extractingJsonPathStringValue("@.dataSources[0].user").isEqualTo(database.username());
			assertThat(info).extractingJsonPathNumberValue("@.dataSources[0].port").isNotNull();
			assertThat(answer.body()).doesNotContain("password");
		}
	}

	@Test
	void showsEachPoolWithItsGuardsAndSettings() {
		try (RunningApplication application = start(EXPOSED, "spring.datasource.hikari.maximum-pool-size=7",
				"db.session.statement-timeout=3s")) {
			connectOnce(application);
			JsonContent<Object> pools = ok(application.get("/actuator/database/pool"));
			assertThat(pools).extractingJsonPathStringValue("@.pools[0].state").isEqualTo("available");
			assertThat(pools).extractingJsonPathMapValue("@.pools[0].guards")
				.contains(Map.entry("db.session.statement-timeout", "statement_timeout=3000ms"));
			assertThat(pools).extractingJsonPathArrayValue("@.pools[0].settings[?(@.name=='maximumPoolSize')].outcome")
				.containsExactly("left alone");
			assertThat(pools).extractingJsonPathNumberValue("@.pools[0].events.created")
				.satisfies((count) -> assertThat(count.intValue()).isPositive());
		}
	}

	@Test
	void showsWhoHasTheConnectionsOfAPool() throws SQLException {
		try (RunningApplication application = start(EXPOSED, "db.pool.size=1", "db.pool.max-overflow=0")) {
			connectOnce(application);
			JsonContent<Object> before = ok(application.get("/actuator/database/pool"));
			assertThat(before).extractingJsonPathArrayValue("@.pools[0].holders").isEmpty();
			assertThat(before).doesNotHaveJsonPathValue("@.pools[0].verdict.cause");
			DataSource dataSource = application.context().getBean(DataSource.class);
			try (Connection connection = dataSource.getConnection(); Statement open = connection.createStatement()) {
				connection.setAutoCommit(false);
				open.execute("select 'secret'");
				JsonContent<Object> pools = ok(application.get("/actuator/database/pool"));
				assertThat(pools).extractingJsonPathStringValue("@.pools[0].holders[0].state")
					.isEqualTo("idle in transaction");
				assertThat(pools).extractingJsonPathStringValue("@.pools[0].holders[0].thread")
					.isEqualTo(Thread.currentThread().getName());
				assertThat(pools).extractingJsonPathStringValue("@.pools[0].holders[0].statement")
					.isEqualTo("select ?");
				assertThat(pools).extractingJsonPathStringValue("@.pools[0].verdict.cause").isNotBlank();
				assertThat(pools).extractingJsonPathNumberValue("@.pools[0].admission.permits").isEqualTo(1);
				assertThat(pools).extractingJsonPathNumberValue("@.pools[0].admission.inUse").isEqualTo(1);
				assertThat(pools).extractingJsonPathNumberValue("@.pools[0].admission.refusals.timeout").isEqualTo(0);
				assertThat(pools).extractingJsonPathNumberValue("@.pools[0].leaks.found").isEqualTo(0);
				connection.rollback();
			}
			JsonContent<Object> after = ok(application.get("/actuator/database/pool"));
			assertThat(after).extractingJsonPathNumberValue("@.pools[0].heldIdle[0].count")
				.satisfies((count) -> assertThat(count.intValue()).isPositive());
		}
	}

	@Test
	void saysHowManyHoldersItLeavesOut() throws SQLException {
		try (RunningApplication application = start(EXPOSED, "db.pool.size=12", "db.pool.max-overflow=0")) {
			DataSource dataSource = application.context().getBean(DataSource.class);
			List<Connection> held = new ArrayList<>();
			for (int i = 0; i < 12; i++) {
				held.add(dataSource.getConnection());
			}
			JsonContent<Object> pools = ok(application.get("/actuator/database/pool"));
			assertThat(pools).extractingJsonPathArrayValue("@.pools[0].holders").hasSize(10);
			assertThat(pools).extractingJsonPathNumberValue("@.pools[0].omitted").isEqualTo(2);
			for (Connection connection : held) {
				connection.close();
			}
			JsonContent<Object> after = ok(application.get("/actuator/database/pool"));
			assertThat(after).extractingJsonPathNumberValue("@.pools[0].omitted").isEqualTo(0);
		}
	}

	@Test
	void showsTheHttpCallsForWhichConnectionsAreHeld() throws SQLException {
		try (RunningApplication application = start(EXPOSED)) {
			JsonContent<Object> before = ok(application.get("/actuator/database/pool"));
			assertThat(before).extractingJsonPathArrayValue("@.pools[0].httpCalls").isEmpty();
			try (Connection connection = application.context().getBean(DataSource.class).getConnection()) {
				connection.setAutoCommit(false);
				HeldHttpCall call = Objects.requireNonNull(application.context().getBean(HttpCalls.class).begin());
				call.end(() -> new HttpCall("GET", "example.com", "/meals/{id}"));
				connection.rollback();
			}
			JsonContent<Object> pools = ok(application.get("/actuator/database/pool"));
			assertThat(pools).extractingJsonPathStringValue("@.pools[0].httpCalls[0].call")
				.isEqualTo("GET example.com /meals/{id}");
			assertThat(pools).extractingJsonPathStringValue("@.pools[0].httpCalls[0].operation").isEqualTo("unnamed");
			assertThat(pools).extractingJsonPathNumberValue("@.pools[0].httpCalls[0].count").isEqualTo(1);
			assertThat(pools).hasJsonPathNumberValue("@.pools[0].httpCalls[0].heldMs");
			assertThat(pools).extractingJsonPathNumberValue("@.pools[0].leaks.ended").isEqualTo(0);
		}
	}

	@Test
	void showsWhichSizeAPoolShouldHave() {
		try (RunningApplication application = start(EXPOSED, "db.pool.scaling.interval=100ms")) {
			connectOnce(application);
			Awaitility.await().untilAsserted(() -> {
				JsonContent<Object> pools = ok(application.get("/actuator/database/pool"));
				assertThat(pools).extractingJsonPathStringValue("@.pools[0].scaling.verdict")
					.isEqualTo("not-enough-data");
				assertThat(pools).extractingJsonPathStringValue("@.pools[0].scaling.advice")
					.startsWith("Not enough callers to say");
				assertThat(pools).extractingJsonPathNumberValue("@.pools[0].scaling.recommended").isEqualTo(50);
				assertThat(pools).extractingJsonPathNumberValue("@.pools[0].scaling.resizedUp").isEqualTo(0);
			});
		}
	}

	@Test
	void showsWhatBecameOfTransactions() throws SQLException {
		try (RunningApplication application = start(EXPOSED)) {
			DataSource dataSource = application.context().getBean(DataSource.class);
			try (Connection connection = dataSource.getConnection(); Statement open = connection.createStatement()) {
				connection.setAutoCommit(false);
				open.execute("select 1");
				connection.commit();
				open.execute("select 1");
				JsonContent<Object> transactions = ok(application.get("/actuator/database/transactions"));
				assertThat(transactions).extractingJsonPathNumberValue("@.dataSources[0].commits").isEqualTo(1);
				assertThat(transactions).extractingJsonPathNumberValue("@.dataSources[0].active").isEqualTo(1);
				assertThat(transactions).extractingJsonPathStringValue("@.dataSources[0].operations[0].operation")
					.isEqualTo("unnamed");
				assertThat(transactions).extractingJsonPathArrayValue("@.dataSources[0].longTransactions.open")
					.isEmpty();
				assertThat(transactions).extractingJsonPathNumberValue("@.recovery.successRate").isEqualTo(1.0);
			}
			JsonContent<Object> deadlocks = ok(application.get("/actuator/database/deadlocks"));
			assertThat(deadlocks).extractingJsonPathStringValue("@.dataSources[0].severity").isEqualTo("low");
			assertThat(deadlocks).extractingJsonPathArrayValue("@.dataSources[0].latest").isEmpty();
		}
	}

	@Test
	void renewsConnectionsOnCommandWithoutDroppingWork() throws SQLException {
		try (RunningApplication application = start(ALL, OPEN_RECONNECT, "db.pool.size=1", "db.pool.max-overflow=0")) {
			DataSource dataSource = application.context().getBean(DataSource.class);
			int before;
			try (Connection connection = dataSource.getConnection()) {
				connection.setAutoCommit(false);
				before = backend(connection);
				JsonContent<Object> answer = ok(application.post("/actuator/database/reconnect", "{}"));
				assertThat(answer).extractingJsonPathNumberValue("@.renewing.dataSource").isEqualTo(1);
				assertThat(backend(connection)).isEqualTo(before);
				connection.commit();
			}
			try (Connection connection = dataSource.getConnection()) {
				assertThat(backend(connection)).isNotEqualTo(before);
			}
		}
	}

	@Test
	void runsOneReadingStatement() {
		try (RunningApplication application = start(ALL, OPEN_TEST)) {
			JsonContent<Object> answer = ok(
					application.post("/actuator/database/test", "{\"sql\":\"select id, name from dish order by id\"}"));
			assertThat(answer).extractingJsonPathArrayValue("@.columns").containsExactly("id", "name");
			assertThat(answer).extractingJsonPathArrayValue("@.rows").hasSize(100);
			assertThat(answer).extractingJsonPathStringValue("@.rows[0][1]").isEqualTo("dish 1");
			assertThat(answer).extractingJsonPathBooleanValue("@.truncated").isTrue();
			JsonContent<Object> few = ok(application.post("/actuator/database/test",
					"{\"sql\":\"select id from dish where id < 3;\",\"limit\":5}"));
			assertThat(few).extractingJsonPathArrayValue("@.rows").hasSize(2);
			assertThat(few).extractingJsonPathBooleanValue("@.truncated").isFalse();
		}
	}

	@Test
	void refusesWhatIsNotASingleRead() throws SQLException {
		try (RunningApplication application = start(ALL, OPEN_TEST)) {
			for (String sql : new String[] { "delete from dish", "select 1; delete from dish",
					"with gone as (delete from dish returning id) select * from gone", "select 1 for update", "" }) {
				RunningApplication.Answer answer = application.post("/actuator/database/test",
						"{\"sql\":\"" + sql + "\"}");
				assertThat(answer.status()).as(sql).isEqualTo(400);
			}
			assertThat(application.post("/actuator/database/test", "{\"sql\":\"select 1\",\"limit\":101}").status())
				.isEqualTo(400);
			assertThat(application.post("/actuator/database/test", "{}").status()).isEqualTo(400);
			assertThat(application.post("/actuator/database/test", "{\"sql\":\"select 1\",\"dataSource\":\"nobody\"}")
				.status()).isEqualTo(400);
		}
		try (Connection connection = database.connect();
				Statement statement = connection.createStatement();
				ResultSet count = statement.executeQuery("select count(*) from dish")) {
			count.next();
			assertThat(count.getInt(1)).isEqualTo(250);
		}
	}

	@Test
	void writesNothingEvenThroughAFunction() throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("create or replace function sneak() returns int language sql as "
					+ "'insert into dish values (999, ''sneaked'') returning id'");
		}
		try (RunningApplication application = start(ALL, OPEN_TEST)) {
			JsonContent<Object> answer = ok(
					application.post("/actuator/database/test", "{\"sql\":\"select sneak()\"}"));
			assertThat(answer).extractingJsonPathStringValue("@.error").contains("read-only transaction");
		}
	}

	@Test
	void reportsTheErrorOfAStatement() {
		try (RunningApplication application = start(ALL, OPEN_TEST)) {
			JsonContent<Object> answer = ok(
					application.post("/actuator/database/test", "{\"sql\":\"select nothing from nowhere\"}"));
			assertThat(answer).extractingJsonPathStringValue("@.error").contains("nowhere");
			assertThat(answer).extractingJsonPathArrayValue("@.rows").isEmpty();
		}
	}

	@Test
	void worksOnAManagementPortUnderABasePath() {
		try (RunningApplication application = start(EXPOSED, "management.server.port=0",
				"management.server.base-path=/management", "management.endpoints.web.base-path=/ops",
				"management.endpoints.web.path-mapping.database=db")) {
			assertThat(application.get("/management/ops/db").status()).isEqualTo(200);
			assertThat(application.get("/management/ops/db/pool").status()).isEqualTo(200);
			assertThat(application.get("/actuator/database").status()).isEqualTo(404);
		}
	}

	@Test
	void isProtectedTogetherByTheRequestMatcherOfSecurity() {
		Class<?>[] secured = { SecuredApplication.class };
		try (RunningApplication application = RunningApplication.start(secured,
				properties(EXPOSED, "spring.security.user.name=operator", "spring.security.user.password=right"))) {
			String credentials = "Basic "
					+ Base64.getEncoder().encodeToString("operator:right".getBytes(StandardCharsets.UTF_8));
			for (String topic : new String[] { "", "/health", "/info", "/pool", "/constraints", "/transactions",
					"/deadlocks", "/alerts", "/slow-queries" }) {
				assertThat(application.get("/actuator/database" + topic).status()).as(topic).isEqualTo(401);
				assertThat(application.get("/actuator/database" + topic, credentials).status()).as(topic)
					.isEqualTo(200);
			}
		}
	}

	@Test
	void isThereOverJmx() throws Exception {
		try (RunningApplication application = start("spring.jmx.enabled=true",
				"management.endpoints.jmx.exposure.include=database",
				"management.endpoints.jmx.domain=mainstay.test")) {
			assertThat(application.context().isActive()).isTrue();
			for (String endpoint : new String[] { "Database", "Databasehealth", "Databaseinfo", "Databasepool",
					"Databasetransactions", "Databasedeadlocks", "Databasealerts" }) {
				ObjectName name = new ObjectName("mainstay.test:type=Endpoint,name=" + endpoint);
				assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name)).as(endpoint).isTrue();
			}
			Object summary = ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("mainstay.test:type=Endpoint,name=Database"), "summary", new Object[0],
						new String[0]);
			assertThat(summary.toString()).contains("healthy");
		}
	}

	private JsonContent<Object> ok(RunningApplication.Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return this.json.from(answer.body());
	}

	private static void connectOnce(RunningApplication application) {
		try (Connection connection = application.context().getBean(DataSource.class).getConnection()) {
			assertThat(connection.isClosed()).isFalse();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int backend(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet results = statement.executeQuery("select pg_backend_pid()")) {
			results.next();
			return results.getInt(1);
		}
	}

	private static RunningApplication start(String... properties) {
		return RunningApplication.start(properties(properties));
	}

	private static String[] properties(String... properties) {
		return Stream.concat(Stream.of(database.springProperties()), Stream.of(properties)).toArray(String[]::new);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SecuredApplication {

		@Bean
		SecurityFilterChain actuatorSecurity(HttpSecurity http) {
			http.securityMatcher(EndpointRequest.to("database"));
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.httpBasic(Customizer.withDefaults());
			return http.build();
		}

	}

}

package dev.mainstay.autoconfigure.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import dev.mainstay.endpoint.DatabaseHealthEndpoint;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for database health as a platform and an operator see it over HTTP, at
 * {@code /actuator/health} and at {@link DatabaseHealthEndpoint}.
 */
class DatabaseHealthIntegrationTests {

	private static final String HEALTH = "/actuator/health/db";

	private static final String ENDPOINT = "/actuator/database/health";

	// Answers take about a second at most; the machine may have other things to do.
	private static final Duration IN_TIME = Duration.ofSeconds(3);

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void isUpAndSaturatedWhenPoolIsExhausted() throws Exception {
		PostgresServer server = PostgresServer.shared();
		try (ConfigurableApplicationContext application = start(server.jdbcUrl("postgres"), server,
				"db.health.interval=0");
				Connection lent = application.getBean(HikariDataSource.class).getConnection()) {
			assertThat(lent.isValid(1)).isTrue();
			get(application, HEALTH);

			for (String path : List.of(HEALTH, ENDPOINT + "?force=true")) {
				Answer answer = get(application, path);
				assertThat(answer.took()).isLessThan(IN_TIME);
				assertThat(answer.status()).isEqualTo(200);
				assertThat(answer.body()).contains("\"status\":\"UP\"", "\"pool\":\"saturated\"");
			}
			assertThat(get(application, "/actuator/health/readiness").status()).isEqualTo(200);
			assertThat(application.getBean(ManagedPools.class).all().get(0).events().count(ConnectionEvent.CREATED))
				.isOne();
		}
	}

	@Test
	void isDownInTimeWhenServerIsSilentAndUpWhenItSpeaksAgain() throws Exception {
		PostgresServer server = PostgresServer.shared();
		try (TcpProxy proxy = TcpProxy.to(server);
				ConfigurableApplicationContext application = start(
						proxy.through(server.jdbcUrl("postgres")) + "?socketTimeout=120", server, "db.pool.timeout=1s",
						"db.health.interval=0",
						"management.endpoint.health.group.readiness.include=readinessState,db")) {
			query(application);
			assertThat(get(application, HEALTH).status()).isEqualTo(200);
			assertThat(get(application, "/actuator/health/readiness").status()).isEqualTo(200);
			proxy.blackHole();

			for (String path : List.of(HEALTH, ENDPOINT, "/actuator/health/readiness")) {
				Answer answer = get(application, path);
				assertThat(answer.took()).isLessThan(IN_TIME);
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.body()).contains("DOWN");
			}
			askByMany(application);
			assertThat(get(application, "/actuator/health/liveness").status()).isEqualTo(200);

			proxy.passThrough();
			await().until(() -> get(application, HEALTH).status() == 200);
			await().untilAsserted(() -> query(application));
		}
	}

	private void askByMany(ConfigurableApplicationContext application) {
		long before = System.nanoTime();
		List<CompletableFuture<Answer>> answers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			answers.add(CompletableFuture.supplyAsync(uncheckedGet(application), (task) -> {
				Thread thread = new Thread(task);
				thread.setDaemon(true);
				thread.start();
			}));
		}
		answers.forEach((answer) -> {
			assertThat(answer.join().status()).isEqualTo(503);
			assertThat(probes()).isLessThanOrEqualTo(1);
		});
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(IN_TIME);
	}

	@Test
	void isUpWithNoteWhenServerIsFullAndDownWhileItIsAway() throws Exception {
		try (PostgresServer server = PostgresServer.startNew("max_connections=8");
				ConfigurableApplicationContext application = start(server.jdbcUrl("postgres"), server,
						"db.pool.timeout=1s", "db.health.interval=0")) {
			query(application);
			// The check of the limits has a connection of its own for a moment.
			List<Connection> others = new ArrayList<>();
			await().until(() -> fill(server, others));
			Answer full = get(application, HEALTH);
			assertThat(full.status()).isEqualTo(200);
			assertThat(full.body()).contains("the server takes no further connections", "too many clients");
			assertThat(get(application, ENDPOINT).body()).contains("\"status\":\"UP\"", "too many clients");
			for (Connection other : others) {
				other.close();
			}

			server.stop();
			Answer away = get(application, HEALTH);
			assertThat(away.status()).isEqualTo(503);
			assertThat(away.took()).isLessThan(IN_TIME);
			assertThat(get(application, ENDPOINT + "?force=true").status()).isEqualTo(503);
			assertThat(get(application, "/actuator/health/liveness").status()).isEqualTo(200);

			server.start();
			await().until(() -> get(application, HEALTH).status() == 200);
			assertThat(get(application, ENDPOINT).status()).isEqualTo(200);
		}
	}

	@Test
	void keepsAnswerForIntervalUnlessForced() throws Exception {
		PostgresServer server = PostgresServer.shared();
		try (TcpProxy proxy = TcpProxy.to(server);
				ConfigurableApplicationContext application = start(proxy.through(server.jdbcUrl("postgres")), server)) {
			Answer first = get(application, ENDPOINT);
			assertThat(first.status()).isEqualTo(200);
			proxy.refuse();

			assertThat(checkedAt(get(application, ENDPOINT))).isEqualTo(checkedAt(first));
			assertThat(get(application, HEALTH).body()).contains(checkedAt(first));
			Answer forced = get(application, ENDPOINT + "?force=true");

			assertThat(forced.status()).isEqualTo(503);
			assertThat(checkedAt(forced)).isNotEqualTo(checkedAt(first));
		}
	}

	private static boolean fill(PostgresServer server, List<Connection> others) {
		try {
			while (others.size() < 8) {
				others.add(server.admin());
			}
			return false;
		}
		catch (SQLException ex) {
			return others.size() == 7;
		}
	}

	private static void query(ConfigurableApplicationContext application) throws SQLException {
		try (Connection connection = application.getBean(HikariDataSource.class).getConnection()) {
			assertThat(connection.isValid(1)).isTrue();
		}
	}

	private static long probes() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.isAlive() && thread.getName().startsWith("db-health-"))
			.count();
	}

	private static String checkedAt(Answer answer) {
		String name = "\"checkedAt\":\"";
		int begin = answer.body().indexOf(name) + name.length();
		return answer.body().substring(begin, answer.body().indexOf('"', begin));
	}

	private Supplier<Answer> uncheckedGet(ConfigurableApplicationContext application) {
		return () -> {
			try {
				return get(application, HEALTH);
			}
			catch (IOException | InterruptedException ex) {
				throw new AssertionError(ex);
			}
		};
	}

	private Answer get(ConfigurableApplicationContext application, String path)
			throws IOException, InterruptedException {
		String port = application.getEnvironment().getProperty("local.server.port");
		long before = System.nanoTime();
		HttpResponse<String> response = this.client.send(
				HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
				HttpResponse.BodyHandlers.ofString());
		return new Answer(response.statusCode(), response.body(), Duration.ofNanos(System.nanoTime() - before));
	}

	private static ConfigurableApplicationContext start(String url, PostgresServer server, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.datasource.url=" + url,
				"spring.datasource.username=" + server.username(), "spring.datasource.password=" + server.password(),
				"db.pool.size=1", "db.pool.max-overflow=0", "server.port=0", "spring.main.banner-mode=off",
				"management.endpoints.web.exposure.include=health,database",
				"management.endpoint.health.show-details=always", "management.endpoint.health.probes.enabled=true"));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(WebApplication.class)
			.run(all.stream().map("--"::concat).toArray(String[]::new));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20));
	}

	/**
	 * What came over HTTP, and how long it took.
	 */
	private record Answer(int status, String body, Duration took) {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			exclude = { HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class,
					FlywayAutoConfiguration.class, LiquibaseAutoConfiguration.class })
	static class WebApplication {

		@Bean
		SecurityFilterChain open(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

	}

}

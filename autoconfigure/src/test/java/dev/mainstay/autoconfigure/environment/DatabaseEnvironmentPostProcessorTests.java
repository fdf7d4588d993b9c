package dev.mainstay.autoconfigure.environment;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

import dev.mainstay.autoconfigure.environment.EnvironmentApplication.PoolSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseEnvironmentPostProcessor}.
 */
class DatabaseEnvironmentPostProcessorTests {

	private static final String URL = "postgres://app:p%40ss@db:5432/shop";

	private final EnvironmentApplication application = new EnvironmentApplication();

	@ParameterizedTest
	@CsvSource({ "DB_POOL_SIZE,7,db.pool.size,7", "DB_MAX_OVERFLOW,7,db.pool.max-overflow,7",
			"DB_CONNECT_TIMEOUT,7,db.pool.connect-timeout,7s", "DB_CONNECT_TIMEOUT,0.5,db.pool.connect-timeout,500ms",
			"DB_CONNECT_TIMEOUT,PT3S,db.pool.connect-timeout,PT3S",
			"DB_COMMAND_TIMEOUT,1.5,db.session.statement-timeout,1500ms", "DB_SESSION_TIMEOUT,5m,db.session.max-age,5m",
			"DB_MAX_RETRIES,4,db.retry.max-attempts,4", "DB_DEADLOCK_RETRY_COUNT,7,db.retry.deadlock-max-attempts,7",
			"DB_RETRY_BASE_DELAY,0.05,db.retry.base-delay,50ms", "DB_RETRY_BASE_DELAY,1,db.retry.base-delay,1",
			"DB_RETRY_MAX_DELAY,2.5,db.retry.max-delay,2500ms", "DB_HEALTH_CHECK_INTERVAL,15,db.health.interval,15s",
			"DB_POOL_TIMEOUT,0.5,db.pool.timeout,500ms", "DB_POOL_RECYCLE,0.25,db.pool.recycle,250ms",
			"db_pool_timeout,0.5,db.pool.timeout,500ms", "DB_POOL_TIMEOUT,5,db.pool.timeout,5" })
	void acceptsTheNames(String variable, String value, String property, String expected) {
		try (ConfigurableApplicationContext context = this.application.variable(variable, value).run()) {
			assertThat(context.getEnvironment().getProperty(property)).isEqualTo(expected);
		}
	}

	@Test
	void acceptsTheNamesFromAnySource() {
		try (ConfigurableApplicationContext context = this.application.run("--DB_POOL_SIZE=9",
				"--DB_POOL_TIMEOUT=0.5")) {
			assertThat(context.getBean(PoolSettings.class).size()).isEqualTo(9);
			assertThat(context.getBean(PoolSettings.class).timeout()).isEqualTo(Duration.ofMillis(500));
		}
	}

	@Test
	void bindsSecondsWithAndWithoutFraction() {
		this.application.variable("DB_POOL_TIMEOUT", "0.5")
			.variable("DB_POOL_RECYCLE", "90")
			.variable("DB_CONNECT_TIMEOUT", "2.5");

		try (ConfigurableApplicationContext context = this.application.run()) {
			PoolSettings settings = context.getBean(PoolSettings.class);

			assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(500));
			assertThat(settings.recycle()).isEqualTo(Duration.ofSeconds(90));
			assertThat(settings.connectTimeout()).isEqualTo(Duration.ofMillis(2500));
		}
	}

	@Test
	void ranksTheNamesBelowEverythingButDefaultProperties() {
		this.application.variable("DB_MAX_OVERFLOW", "7")
			.variable("DB_POOL_TIMEOUT", "0.5")
			.defaultProperties("db.pool.max-overflow=1");

		try (ConfigurableApplicationContext context = this.application.run("--db.pool.timeout=9s")) {
			assertThat(context.getBean(PoolSettings.class).maxOverflow()).isEqualTo(7);
			assertThat(context.getBean(PoolSettings.class).timeout()).isEqualTo(Duration.ofSeconds(9));
			assertThat(names(context.getEnvironment())).containsSubsequence("systemEnvironment",
					DatabaseEnvironmentPostProcessor.TRANSLATED, DefaultPropertiesPropertySource.NAME);
			assertThat(names(context.getEnvironment())).containsSubsequence("systemProperties",
					DatabaseEnvironmentPostProcessor.FRACTIONS, "systemEnvironment");
		}
	}

	@ParameterizedTest
	@CsvSource({ "other,jdbc:postgresql://db:5432/shop,7", "own,jdbc:h2:mem:own,3", "off,,30" })
	void yieldsToFilesOfTheActiveProfile(String profile, String url, int maxOverflow) {
		this.application.variable("DATABASE_URL", URL).variable("DB_MAX_OVERFLOW", "7");

		try (ConfigurableApplicationContext context = this.application.run("--spring.config.name=environment",
				"--spring.profiles.active=" + profile)) {
			assertThat(dataSource(context.getEnvironment()).getUrl()).isEqualTo(url);
			assertThat(context.getBean(PoolSettings.class).maxOverflow()).isEqualTo(maxOverflow);
		}
	}

	@Test
	void ignoresWhatKubernetesAndOtherToolsPutThere() {
		this.application.variable("DB_PORT", "tcp://10.0.0.5:5432")
			.variable("DB_PORT_5432_TCP_ADDR", "10.0.0.5")
			.variable("DB_SERVICE_HOST", "x")
			.variable("DB_SERVICE_PORT", "5432")
			.variable("DB_URL", "x")
			.variable("DB_USER", "x")
			.variable("DB_HOST", "x")
			.variable("DB_NAME", "x")
			.variable("DB_PASSWORD", "x")
			.variable("DB_MAX_OVERFLOW", " ");

		try (ConfigurableApplicationContext context = this.application.run()) {
			assertThat(names(context.getEnvironment())).noneMatch((name) -> name.startsWith("mainstayEnvironment"));
			assertThat(dataSource(context.getEnvironment()).getUrl()).isNull();
			assertThat(context.getBean(PoolSettings.class).size()).isEqualTo(20);
		}
	}

	@ParameterizedTest
	@CsvSource({ "true,debug", "1,debug", "false,", "0," })
	void echoesStatementsButNotTheirParameters(String echo, String level) {
		try (ConfigurableApplicationContext context = this.application.variable("DB_ECHO", echo).run()) {
			ConfigurableEnvironment environment = context.getEnvironment();

			assertThat(environment.getProperty("logging.level.org.hibernate.SQL")).isEqualTo(level);
			assertThat(environment.getProperty("logging.level.org.springframework.jdbc.core.JdbcTemplate"))
				.isEqualTo(level);
			assertThat(LoggerFactory.getLogger("org.hibernate.SQL").isDebugEnabled()).isEqualTo(level != null);
			assertThat(LoggerFactory.getLogger("org.hibernate.orm.jdbc.bind").isTraceEnabled()).isFalse();
		}
	}

	@Test
	void staysSingleInHierarchiesAndOnTheSecondRun() {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("given", Map.of("DATABASE_URL", URL)));
		DatabaseEnvironmentPostProcessor processor = new DatabaseEnvironmentPostProcessor();

		processor.postProcessEnvironment(environment, new SpringApplication());
		processor.postProcessEnvironment(environment, new SpringApplication());

		assertThat(names(environment)).containsOnlyOnce(DatabaseEnvironmentPostProcessor.TRANSLATED);
		assertThat(environment.getProperty("spring.datasource.url")).isEqualTo("jdbc:postgresql://db:5432/shop");
	}

	@Test
	void staysSingleInChildContexts() {
		SpringApplicationBuilder parent = this.application.variable("DB_MAX_OVERFLOW", "7").builder();

		try (ConfigurableApplicationContext child = parent.child(EnvironmentApplication.Settings.class)
			.web(WebApplicationType.NONE)
			.run()) {
			assertThat(names(child.getEnvironment())).containsOnlyOnce(DatabaseEnvironmentPostProcessor.TRANSLATED);
			assertThat(child.getBean(PoolSettings.class).maxOverflow()).isEqualTo(7);
		}
	}

	@Test
	void staysOutOfTheBootstrapContextOfSpringCloud() {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("given", Map.of("DATABASE_URL", URL)));
		environment.getPropertySources().addFirst(new MapPropertySource("bootstrap", Map.of()));

		new DatabaseEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());

		assertThat(names(environment)).doesNotContain(DatabaseEnvironmentPostProcessor.TRANSLATED);
	}

	private static DataSourceProperties dataSource(ConfigurableEnvironment environment) {
		return Binder.get(environment).bindOrCreate("spring.datasource", DataSourceProperties.class);
	}

	private static List<String> names(ConfigurableEnvironment environment) {
		return environment.getPropertySources().stream().<String>map(PropertySource::getName).toList();
	}

}

package dev.mainstay.autoconfigure.admission;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executor;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.admission.breaker.BreakerReadings;
import dev.mainstay.admission.breaker.BreakerState;
import dev.mainstay.admission.breaker.Breakers;
import dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration;
import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.metrics.DatabaseMetricsAutoConfiguration;
import dev.mainstay.autoconfigure.observe.DatabaseReadingsAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.event.Counter;
import dev.mainstay.event.Reading;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DatabaseBreakerAutoConfiguration}.
 */
class DatabaseBreakerAutoConfigurationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
				DatabasePoolAutoConfiguration.class, DatabaseBreakerAutoConfiguration.class,
				DatabaseMetricsAutoConfiguration.class))
		.withPropertyValues(database.springProperties());

	@Test
	void putsABreakerInFrontOfThePool() {
		this.application.run((context) -> {
			assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class)).isOne();
			assertThat(context.getBean(Breakers.class).snapshots()).containsOnlyKeys("dataSource")
				.allSatisfy((name, breaker) -> assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("db.breaker.state").tags("pool", "dataSource", "state", "closed").gauge().value())
				.isOne();
			assertThat(registry.get("db.breaker.state").tags("pool", "dataSource", "state", "open").gauge().value())
				.isZero();
		});
	}

	/**
	 * Threads of our own were beans of type {@link Executor}, because of which Spring
	 * Boot made none for the tasks of the application.
	 */
	@Test
	void leavesTheExecutorOfTheApplicationAlone() {
		this.application
			.withConfiguration(
					AutoConfigurations.of(TaskExecutionAutoConfiguration.class, DatabaseCacheAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasBean("applicationTaskExecutor");
				assertThat(context.getBeanProvider(Executor.class).getIfUnique())
					.isSameAs(context.getBean("applicationTaskExecutor"));
			});
	}

	@Test
	void tellsHistoryAndAlertsOfTrips() {
		this.application
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/nowhere",
					"spring.datasource.username=nobody", "db.pool.timeout=250ms", "db.breaker.failure-threshold=1")
			.withConfiguration(AutoConfigurations.of(DatabaseReadingsAutoConfiguration.class))
			.run((context) -> {
				assertThat(trips(context.getBean(BreakerReadings.class))).isZero();

				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> context.getBean(JdbcTemplate.class).execute("SELECT 1"));

				Awaitility.await().until(() -> trips(context.getBean(BreakerReadings.class)) == 1);
			});
	}

	private static long trips(BreakerReadings readings) {
		Reading.Builder reading = Reading.of("dataSource");
		readings.read((name) -> reading);
		return Objects.requireNonNull(reading.at(Instant.EPOCH).counter(Counter.BREAKER_TRIPS));
	}

	@Test
	void doesNothingWhenSwitchedOff() {
		this.application.withPropertyValues("db.breaker.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(Breakers.class).doesNotHaveBean(BreakerLink.class);
			assertThat(context.getBean(MeterRegistry.class).find("db.breaker.state").gauge()).isNull();
		});
	}

	@Test
	void doesNothingWithoutResilience4j() {
		this.application.withClassLoader(new FilteredClassLoader(CircuitBreaker.class)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(Breakers.class);
			assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class)).isOne();
		});
	}

	@Test
	void leavesTheBeanOfTheUserAlone() {
		Breakers breakers = new Breakers();
		this.application.withBean("ownBreakers", Breakers.class, () -> breakers)
			.run((context) -> assertThat(context.getBean(Breakers.class)).isSameAs(breakers));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			failure-threshold | 0     | must be at least 1
			failure-threshold | 5000  | must be at most 1000
			reset-timeout     | 0     | must be at least 1s
			reset-timeout     | 100ms | must be at least 1s
			reset-timeout     | -5s   | must be at least 1s
			""")
	void saysWhatToType(String name, String value, String reason) {
		this.application.withPropertyValues("db.breaker." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPropertyException.class)
				.hasMessageContaining("db.breaker." + name)
				.hasMessageContaining(reason));
	}

}

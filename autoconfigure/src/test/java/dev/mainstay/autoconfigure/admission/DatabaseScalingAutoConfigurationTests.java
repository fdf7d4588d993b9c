package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.admission.scaling.PoolScaling;
import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseScalingAutoConfiguration}.
 */
class DatabaseScalingAutoConfigurationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DatabasePoolAutoConfiguration.class, DatabaseAdmissionAutoConfiguration.class,
				DatabaseHolderAutoConfiguration.class, DatabaseScalingAutoConfiguration.class))
		.withPropertyValues(database.springProperties());

	@Test
	void looksAtEveryPool() {
		this.application.run((context) -> {
			assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class)).isOne();
			assertThat(context).hasSingleBean(PoolScaling.class);
			assertThat(context.getBeansOfType(PeriodicTask.class)).containsKey("mainstayScalingSchedule");
		});
	}

	@Test
	void looksAtPoolsWithoutAGateToo() {
		this.application.withPropertyValues("db.admission.enabled=false", "db.pool.scaling.interval=100ms")
			.run((context) -> {
				PoolScaling scaling = context.getBean(PoolScaling.class);
				Awaitility.await().until(() -> {
					context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class);
					return scaling.advice("dataSource") != null && scaling.advice("dataSource").arrivalsPerSecond() > 0;
				});
			});
	}

	@Test
	void doesNothingWhenAllIsSwitchedOff() {
		this.application.withPropertyValues("db.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PoolScaling.class));
	}

	@Test
	void leavesTheBeanOfTheUserAlone() {
		PoolScaling scaling = new PoolScaling(Duration.ofMillis(10), () -> 0);
		this.application.withBean("ownScaling", PoolScaling.class, () -> scaling)
			.run((context) -> assertThat(context.getBean(PoolScaling.class)).isSameAs(scaling));
	}

	@Test
	void resizesOnlyWhereThatIsWanted() {
		this.application
			.withPropertyValues("db.pool.size=4", "db.pool.max-overflow=4", "db.pool.scaling.interval=100ms",
					"db.pool.scaling.calm-intervals=1", "db.pool.scaling.enabled=true",
					"db.data-sources.other.pool.scaling.enabled=false")
			.withBean("other", HikariDataSource.class, DatabaseScalingAutoConfigurationTests::other)
			.withBean("first", HikariDataSource.class, DatabaseScalingAutoConfigurationTests::other)
			.run((context) -> {
				for (HikariDataSource dataSource : context.getBeansOfType(HikariDataSource.class).values()) {
					dataSource.getConnection().close();
				}
				ManagedPools pools = context.getBean(ManagedPools.class);
				// From eight to what is kept open.
				Awaitility.await().until(() -> maximum(pools, "first") == 4);
				assertThat(maximum(pools, "other")).isEqualTo(8);
			});
	}

	@Test
	void thePoolOfASegmentIsOneLikeAnyOther() {
		this.application
			.withPropertyValues("db.segments.report.dedicated=true", "db.segments.report.guaranteed=2",
					"db.segments.report.max=4", "db.pool.scaling.interval=100ms", "db.pool.scaling.calm-intervals=1",
					"db.pool.scaling.enabled=true")
			.run((context) -> {
				context.getBean("reportDataSource", DataSource.class).getConnection().close();
				ManagedPools pools = context.getBean(ManagedPools.class);
				assertThat(maximum(pools, "reportDataSource")).isBetween(3, 4);
				Awaitility.await().until(() -> maximum(pools, "reportDataSource") == 2);
			});
	}

	@Test
	void neverResizesAPoolWhoseConnectionsHaveADatabaseEach() {
		this.application
			.withPropertyValues("db.pool.scaling.interval=100ms", "db.pool.scaling.calm-intervals=1",
					"db.pool.scaling.enabled=true", "db.pool.scaling.min-size=3", "db.pool.scaling.max-size=5")
			.withBean("memory", HikariDataSource.class, () -> {
				HikariDataSource dataSource = new HikariDataSource();
				dataSource.setJdbcUrl("jdbc:sqlite::memory:");
				return dataSource;
			})
			.run((context) -> {
				context.getBean("memory", DataSource.class).getConnection().close();
				PoolScaling scaling = context.getBean(PoolScaling.class);
				Awaitility.await().until(() -> scaling.advice("memory") != null);
				assertThat(maximum(context.getBean(ManagedPools.class), "memory")).isOne();
			});
	}

	private static int maximum(ManagedPools pools, String name) {
		return pools.all().stream().filter((pool) -> pool.name().equals(name)).findFirst().orElseThrow().maximumSize();
	}

	private static HikariDataSource other() {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl(database.url());
		dataSource.setUsername(database.username());
		dataSource.setPassword(database.password());
		return dataSource;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			min-size       | 0    | must be at least 1
			max-size       | 0    | must be at least 1
			max-size       | 5000 | must be at most 1000
			interval       | 1ms  | must be at least 100ms
			calm-intervals | 0    | must be at least 1
			calm-intervals | 5000 | must be at most 1000
			target-wait    | 0s   | must be at least 1ms
			""")
	void saysWhatToType(String name, String value, String reason) {
		assertRefused(Map.of(name, value), name, reason);
	}

	@Test
	void theBoundsMustNotBeTheWrongWayRound() {
		assertRefused(Map.of("min-size", "20", "max-size", "10"), "min-size", "must be at most 10");
	}

	@Test
	void theSmallestSizeMustFitIntoThePoolAsItIs() {
		assertRefused(Map.of("enabled", "true", "min-size", "60"), "min-size", "must be at most 50");
	}

	@Test
	void namesTheDataSourceIfThatWasTyped() {
		this.application
			.withPropertyValues("db.pool.scaling.enabled=true", "db.data-sources.data-source.pool.scaling.min-size=60")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("db.data-sources.datasource.pool.scaling.min-size"));
	}

	@Test
	void theLargestSizeMustBeEnoughForWhatIsGuaranteed() {
		ApplicationContextRunner divided = this.application.withPropertyValues("db.segments.web.guaranteed=6",
				"db.segments.batch.guaranteed=4");
		assertRefused(divided, Map.of("enabled", "true", "max-size", "10"), "max-size", "must be at least 11");
	}

	private void assertRefused(Map<String, String> properties, String name, String reason) {
		assertRefused(this.application, properties, name, reason);
	}

	private static void assertRefused(ApplicationContextRunner application, Map<String, String> properties, String name,
			String reason) {
		String[] pairs = properties.entrySet()
			.stream()
			.map((one) -> "db.pool.scaling." + one.getKey() + "=" + one.getValue())
			.toArray(String[]::new);
		application.withPropertyValues(pairs)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPropertyException.class)
				.hasMessageContaining("db.pool.scaling." + name)
				.hasMessageContaining(reason));
	}

}

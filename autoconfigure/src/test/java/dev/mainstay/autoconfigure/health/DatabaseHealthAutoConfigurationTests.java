package dev.mainstay.autoconfigure.health;

import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.endpoint.PoolHealthIndicator;
import dev.mainstay.pool.health.DatabaseProbes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseHealthAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseHealthAutoConfigurationTests {

	private static final String CAUTION = "The health group 'liveness' contains 'db'";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
				DatabasePoolAutoConfiguration.class, DatabaseHealthAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:health");

	@Test
	void takesPlaceOfBootsIndicator() {
		this.runner.run((context) -> {
			HealthContributorRegistry registry = context.getBean(HealthContributorRegistry.class);
			assertThat(registry.stream().map(HealthContributors.Entry::name)).containsOnlyOnce("db");
			assertThat(registry.getContributor("db")).isInstanceOfSatisfying(PoolHealthIndicator.class,
					(indicator) -> assertThat(indicator.health()).satisfies((health) -> {
						assertThat(health.getStatus()).isEqualTo(Status.UP);
						assertThat(health.getDetails()).containsEntry("database", "H2")
							.containsEntry("pool", "available");
					}));
		});
	}

	@Test
	void isNotSaturatedWhenPoolIsNotTuned() {
		this.runner.withPropertyValues("db.pool.enabled=false")
			.run((context) -> assertThat(context.getBean(PoolHealthIndicator.class).health().getDetails())
				.containsEntry("pool", "available"));
	}

	@Test
	void givesBootsIndicatorBackWhenSwitchedOff() {
		this.runner.withPropertyValues("db.health.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(DataSourceHealthIndicator.class);
			assertThat(context).doesNotHaveBean(PoolHealthIndicator.class).hasSingleBean(DatabaseProbes.class);
		});
		this.runner.withPropertyValues("db.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(DataSourceHealthIndicator.class);
			assertThat(context).doesNotHaveBean(DatabaseProbes.class);
		});
	}

	@Test
	void leavesDatabaseOutWhenUserLeavesItOut() {
		this.runner.withPropertyValues("management.health.db.enabled=false")
			.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("db"))
				.isNull());
	}

	@Test
	void backsOffWhenUserHasContributor() {
		this.runner.withUserConfiguration(OwnContributor.class).run((context) -> {
			assertThat(context).hasSingleBean(HealthIndicatorOfUser.class)
				.doesNotHaveBean(PoolHealthIndicator.class)
				.doesNotHaveBean(DataSourceHealthIndicator.class);
			assertThat(context.getBean(HealthContributorRegistry.class).getContributor("db"))
				.isInstanceOf(HealthIndicatorOfUser.class);
		});
	}

	@Test
	void backsOffWhenHealthIsAbsent() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DatabasePoolAutoConfiguration.class, DatabaseHealthAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:health")
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DatabaseProbes.class)
				.doesNotHaveBean("dbHealthContributor"));
	}

	@Test
	void makesCompositeOfTwoDataSources() {
		this.runner.withUserConfiguration(TwoDataSources.class)
			.run((context) -> assertThat(context.getBean("dbHealthContributor"))
				.isInstanceOfSatisfying(CompositeHealthContributor.class, (composite) -> {
					assertThat(composite.stream().map(HealthContributors.Entry::name))
						.containsExactlyInAnyOrder("orders", "plain");
					assertThat(composite.getContributor("orders")).isInstanceOf(PoolHealthIndicator.class);
					assertThat(composite.getContributor("plain")).isInstanceOf(DataSourceHealthIndicator.class);
				}));
	}

	@Test
	void makesCompositeOfTargetsOfRoutingDataSource() {
		this.runner.withUserConfiguration(Routing.class)
			.run((context) -> assertThat(context.getBean("dbHealthContributor")).isInstanceOfSatisfying(
					CompositeHealthContributor.class, (composite) -> assertThat(composite.getContributor("routing"))
						.isInstanceOfSatisfying(CompositeHealthContributor.class, (targets) -> {
							assertThat(targets.getContributor("one")).isInstanceOf(PoolHealthIndicator.class);
							assertThat(targets.getContributor("two")).isInstanceOf(DataSourceHealthIndicator.class);
						})));
	}

	@Test
	void ignoresRoutingDataSourceWhenUserDoes() {
		this.runner.withUserConfiguration(Routing.class)
			.withPropertyValues("management.health.db.ignore-routing-data-sources=true")
			.run((context) -> assertThat(context.getBean("dbHealthContributor"))
				.isInstanceOf(PoolHealthIndicator.class));
	}

	@Test
	void warnsWhenLivenessDependsOnDatabase(CapturedOutput output) {
		this.runner
			.withPropertyValues("management.endpoint.health.probes.enabled=true",
					"management.endpoint.health.group.liveness.include=livenessState,db")
			.run((context) -> assertThat(output).containsOnlyOnce(CAUTION));
	}

	@Test
	void doesNotWarnWhenOnlyReadinessDependsOnDatabase(CapturedOutput output) {
		this.runner
			.withPropertyValues("management.endpoint.health.validate-group-membership=false",
					"management.endpoint.health.group.readiness.include=db")
			.run((context) -> assertThat(context).hasNotFailed());

		assertThat(output).doesNotContain(CAUTION);
	}

	private static HikariDataSource hikari(String name) {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl("jdbc:h2:mem:" + name);
		return dataSource;
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnContributor {

		@Bean
		HealthIndicatorOfUser dbHealthContributor() {
			return new HealthIndicatorOfUser();
		}

	}

	static class HealthIndicatorOfUser implements HealthIndicator {

		@Override
		public Health health() {
			return Health.unknown().build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		HikariDataSource orders() {
			return hikari("orders");
		}

		@Bean
		DataSource plain() {
			return new SimpleDriverDataSource(new Driver(), "jdbc:h2:mem:plain");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Routing {

		@Bean
		HikariDataSource one() {
			return hikari("one");
		}

		@Bean
		DataSource routing(HikariDataSource one) {
			AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

				@Override
				protected Object determineCurrentLookupKey() {
					return "one";
				}

			};
			routing.setTargetDataSources(
					Map.of("one", one, "two", new SimpleDriverDataSource(new Driver(), "jdbc:h2:mem:two")));
			return routing;
		}

	}

}

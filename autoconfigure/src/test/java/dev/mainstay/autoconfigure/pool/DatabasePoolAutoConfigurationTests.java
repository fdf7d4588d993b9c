package dev.mainstay.autoconfigure.pool;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.ReflectionUtils;

import dev.mainstay.datasource.DataSourceAdvisor;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.PoolCare;
import dev.mainstay.pool.ServerLimitsCheck;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabasePoolAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabasePoolAutoConfigurationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final ApplicationContextRunner application = Applications.withMainstay()
		.withPropertyValues(database.springProperties());

	@Test
	void tunesAndAdvisesTheDataSource() {
		this.application.run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean(DataSource.class))).isTrue();
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getMaximumPoolSize()).isEqualTo(50);
			assertThat(dataSource.getMinimumIdle()).isEqualTo(20);
		});
	}

	@Test
	void doesNothingWhenSwitchedOff() {
		Map<String, Object> plain = new TreeMap<>();
		Applications.plain()
			.withPropertyValues(database.springProperties())
			.run((context) -> plain.putAll(configuration(context.getBean(HikariDataSource.class))));
		this.application.withPropertyValues("db.enabled=false").run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getClass()).isSameAs(HikariDataSource.class);
			assertThat(configuration(dataSource)).isEqualTo(plain);
			assertThat(context.getBeanDefinitionNames())
				.noneMatch((name) -> String.valueOf(context.getType(name)).contains("dev.mainstay"));
			assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.contains("mainstay"));
		});
	}

	@Test
	void changesSettingsWhenSwitchedOn() {
		Map<String, Object> plain = new TreeMap<>();
		Applications.plain()
			.withPropertyValues(database.springProperties())
			.run((context) -> plain.putAll(configuration(context.getBean(HikariDataSource.class))));
		this.application
			.run((context) -> assertThat(configuration(Applications.pool(context, "dataSource").dataSource()))
				.isNotEqualTo(plain));
	}

	@Test
	void leavesTheBeansOfTheUserAlone() {
		PoolCare care = new PoolCare(() -> 0);
		ManagedPools pools = new ManagedPools();
		ServerLimitsCheck limits = new ServerLimitsCheck(pools);
		DataSourceAdvisor advisor = new DataSourceAdvisor(List.of());
		this.application.withBean("ownCare", PoolCare.class, () -> care)
			.withBean("ownPools", ManagedPools.class, () -> pools)
			.withBean("ownLimits", ServerLimitsCheck.class, () -> limits)
			.withBean("ownAdvisor", DataSourceAdvisor.class, () -> advisor)
			.run((context) -> {
				assertThat(context).getBean(PoolCare.class).isSameAs(care);
				assertThat(context).getBean(ManagedPools.class).isSameAs(pools);
				assertThat(context).getBean(ServerLimitsCheck.class).isSameAs(limits);
				assertThat(context).getBean(DataSourceAdvisor.class).isSameAs(advisor);
				assertThat(pools.all()).hasSize(1);
			});
	}

	@Test
	void backsOffWithoutHikari() {
		SimpleDriverDataSource own = new SimpleDriverDataSource(new org.h2.Driver(), database.url());
		this.application.withBean("dataSource", DataSource.class, () -> own)
			.withClassLoader(new FilteredClassLoader("com.zaxxer.hikari"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ManagedPools.class);
				assertThat(context).getBean(DataSource.class).isSameAs(own);
			});
	}

	@Test
	void backsOffWithoutSpringJdbc() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(Applications.MAINSTAY))
			.withClassLoader(new FilteredClassLoader(DelegatingDataSource.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ManagedPools.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { Endpoint.class, MeterRegistry.class, HealthContributor.class, Flyway.class,
			SpringLiquibase.class, PlatformTransactionManager.class, Driver.class })
	void worksWithout(Class<?> type) {
		String library = type.getPackageName();
		this.application.withClassLoader(new FilteredClassLoader(library)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(Applications.pool(context, "dataSource").dataSource().getMaximumPoolSize()).isEqualTo(50);
			context.getBean(DataSource.class).getConnection().close();
		});
	}

	@Test
	void startsWithoutAnyDataSource() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(Applications.MAINSTAY))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class);
				assertThat(context.getBean(ManagedPools.class).all()).isEmpty();
			});
	}

	@Test
	void advisesEachDataSource() {
		this.application.withUserConfiguration(TwoDataSources.class).run((context) -> {
			assertThat(context.getBean(ManagedPools.class).all()).extracting(ManagedPool::name)
				.containsExactly("orders", "reporting");
			assertThat(pool(context, "orders").getMaximumPoolSize()).isEqualTo(50);
			assertThat(pool(context, "reporting").getMaximumPoolSize()).isEqualTo(50);
		});
	}

	@Test
	void knowsThePrimaryDataSource() {
		this.application.withUserConfiguration(PrimaryLast.class).run((context) -> {
			ManagedPools pools = context.getBean(ManagedPools.class);
			assertThat(pools.primary()).isNotNull().isSameAs(pools.find("warehouse"));
		});
	}

	@Test
	void keepsTheTypeOfAFinalDataSource(CapturedOutput output) {
		this.application.withUserConfiguration(FinalDataSource.class).run((context) -> {
			assertThat(context.getBean(FinalPool.class).getMaximumPoolSize()).isEqualTo(50);
			assertThat(output).contains("FinalPool is final");
		});
	}

	@Test
	void leavesAnExcludedDataSourceAlone() {
		this.application.withUserConfiguration(TwoDataSources.class)
			.withPropertyValues("db.data-sources.reporting.enabled=false")
			.run((context) -> {
				assertThat(context.getBean(ManagedPools.class).all()).extracting(ManagedPool::name)
					.containsExactly("orders");
				HikariDataSource reporting = context.getBean("reporting", HikariDataSource.class);
				assertThat(reporting.getClass()).isSameAs(HikariDataSource.class);
				assertThat(reporting.getMaximumPoolSize()).isEqualTo(10);
			});
	}

	@Test
	void takesWhatHoldsForOneDataSourceOnly() {
		this.application.withUserConfiguration(TwoDataSources.class)
			.withPropertyValues("db.pool.size=4", "db.pool.max-overflow=2", "db.data-sources.reporting.pool.size=3")
			.run((context) -> {
				assertThat(pool(context, "orders").getMinimumIdle()).isEqualTo(4);
				assertThat(pool(context, "reporting").getMinimumIdle()).isEqualTo(3);
				assertThat(pool(context, "reporting").getMaximumPoolSize()).isEqualTo(5);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "db.data-sources.reportingDataSource.pool.max-overflow=1",
			"db.data-sources.reporting-data-source.pool.maxOverflow=1",
			"db.data-sources.reportingdatasource.pool.maxoverflow=1",
			"db.dataSources.reportingDataSource.pool.max_overflow=1" })
	void findsACamelCaseBeanInEverySpelling(String property) {
		this.application.withUserConfiguration(CamelCaseDataSource.class)
			.withPropertyValues("db.pool.size=2", property)
			.run((context) -> assertThat(pool(context, "reportingDataSource").getMaximumPoolSize()).isEqualTo(3));
	}

	@ParameterizedTest
	@ValueSource(strings = { "DB_DATASOURCES_REPORTINGDATASOURCE_POOL_MAXOVERFLOW",
			"DB_DATA_SOURCES_REPORTINGDATASOURCE_POOL_MAX_OVERFLOW" })
	void findsACamelCaseBeanInTheEnvironment(String variable) {
		this.application.withUserConfiguration(CamelCaseDataSource.class)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of(variable, "1", "DB_POOL_SIZE", "2"))))
			.run((context) -> assertThat(pool(context, "reportingDataSource").getMaximumPoolSize()).isEqualTo(3));
	}

	@Test
	void leavesOtherDataSourcesAlone() {
		SimpleDriverDataSource own = new SimpleDriverDataSource(new org.h2.Driver(), database.url());
		this.application.withBean("dataSource", DataSource.class, () -> own).run((context) -> {
			assertThat(context).getBean(DataSource.class).isSameAs(own);
			assertThat(context.getBean(ManagedPools.class).all()).isEmpty();
		});
	}

	@Test
	void leavesTheSettingsOfTheUserAlone() {
		this.application
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=7",
					"spring.datasource.hikari.connectionTimeout=5000")
			.run((context) -> {
				assertThat(pool(context, "dataSource").getMaximumPoolSize()).isEqualTo(7);
				assertThat(pool(context, "dataSource").getMinimumIdle()).isEqualTo(7);
				assertThat(pool(context, "dataSource").getConnectionTimeout()).isEqualTo(5000);
			});
	}

	@Test
	void leavesSettingsUnderAPrefixOfTheUserAlone() {
		this.application.withUserConfiguration(OwnPrefix.class)
			.withPropertyValues("app.ds.jdbc-url=" + database.url(), "app.ds.maximum-pool-size=10",
					"app.ds.idle-timeout=600000")
			.run((context) -> {
				assertThat(pool(context, "dataSource").getMaximumPoolSize()).isEqualTo(10);
				assertThat(pool(context, "dataSource").getIdleTimeout()).isEqualTo(600000);
				assertThat(pool(context, "dataSource").getMinimumIdle()).isEqualTo(10);
			});
	}

	@Test
	void leavesARunningPoolAsItIs() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(database.url());
		config.setUsername(database.username());
		config.setPassword(database.password());
		config.setMaximumPoolSize(2);
		this.application.withBean("dataSource", HikariDataSource.class, () -> new HikariDataSource(config))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(pool(context, "dataSource").getMaximumPoolSize()).isEqualTo(2);
				assertThat(pool(context, "dataSource").getConnectionTimeout()).isEqualTo(30000);
				context.getBean(DataSource.class).getConnection().close();
			});
	}

	@Test
	void worksWithADataSourceClass() {
		Applications.withMainstay()
			.withPropertyValues("spring.datasource.url=jdbc:unused:",
					"spring.datasource.hikari.data-source-class-name=" + JdbcDataSource.class.getName(),
					"spring.datasource.hikari.data-source-properties.url=" + database.url(),
					"spring.datasource.hikari.data-source-properties.user=sa",
					"spring.datasource.hikari.data-source-properties.password=")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(DataSource.class).getConnection().close();
				assertThat(pool(context, "dataSource").getMaximumPoolSize()).isEqualTo(50);
				assertThat(context.getBean(DataSource.class).unwrap(JdbcDataSource.class)).isNotNull();
				try (Connection aside = Applications.pool(context, "dataSource").openAside(Duration.ofSeconds(1))) {
					assertThat(aside.isValid(1)).isTrue();
				}
			});
	}

	@Test
	void causesNoBeanToMissItsPostProcessors(CapturedOutput output) {
		this.application.withUserConfiguration(TwoDataSources.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
		});
	}

	private static HikariDataSource pool(ApplicationContext context, String name) {
		return Applications.pool(context, name).dataSource();
	}

	static Map<String, Object> configuration(HikariDataSource dataSource) {
		Map<String, Object> values = new TreeMap<>();
		for (Class<?> type : new Class<?>[] { HikariDataSource.class, HikariConfig.class }) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					ReflectionUtils.makeAccessible(field);
					values.put(field.getName(), String.valueOf(ReflectionUtils.getField(field, dataSource))
						.replaceAll("@[0-9a-f]+$|HikariPool-\\d+", ""));
				}
			}
		}
		return values;
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		@Primary
		HikariDataSource orders() {
			return hikari();
		}

		@Bean
		HikariDataSource reporting() {
			return hikari();
		}

		static HikariDataSource hikari() {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl(database.url());
			dataSource.setUsername(database.username());
			dataSource.setPassword(database.password());
			return dataSource;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryLast {

		@Bean
		HikariDataSource orders() {
			return TwoDataSources.hikari();
		}

		@Bean
		@Primary
		HikariDataSource warehouse() {
			return TwoDataSources.hikari();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalDataSource {

		@Bean
		FinalPool dataSource() {
			FinalPool dataSource = new FinalPool();
			dataSource.setJdbcUrl(database.url());
			return dataSource;
		}

	}

	static final class FinalPool extends HikariDataSource {

	}

	@Configuration(proxyBeanMethods = false)
	static class CamelCaseDataSource {

		@Bean
		HikariDataSource reportingDataSource() {
			return TwoDataSources.hikari();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPrefix {

		@Bean
		@ConfigurationProperties("app.ds")
		HikariDataSource dataSource() {
			return new HikariDataSource();
		}

	}

}

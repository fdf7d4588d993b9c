package dev.mainstay.autoconfigure.pool;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import dev.mainstay.autoconfigure.health.DatabaseHealthAutoConfiguration;
import dev.mainstay.autoconfigure.metrics.DatabaseMetricsAutoConfiguration;
import dev.mainstay.autoconfigure.migration.DatabaseMigrationAutoConfiguration;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for the start of an application: what is said, and that nothing reaches the
 * database sooner than without us.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupTests {

	private static final String BLOCK = "Mainstay looks after";

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	@Test
	void saysWhatTheUserDecided(CapturedOutput output) {
		run(Mainstay.class, "--spring.datasource.hikari.maximum-pool-size=7").close();
		assertThat(output).containsOnlyOnce(BLOCK)
			.contains("maximumPoolSize=7 (spring.datasource.hikari.maximum-pool-size)")
			.containsPattern("left alone: .*maximumPoolSize=7")
			.containsPattern("set: .*minimumIdle=7 \\(db.pool.size=20, cut to the maximum\\)")
			.contains("db.enabled=false switches all of it off");
	}

	@Test
	void saysNothingWhenSwitchedOff(CapturedOutput output) {
		run(Mainstay.class, "--db.enabled=false").close();
		assertThat(output).doesNotContain("ainstay looks").doesNotContain("db.pool");
	}

	@Test
	void saysOnceThatAnotherDataSourceIsLeftAlone(CapturedOutput output) {
		run(OtherDataSource.class).close();
		assertThat(output).containsOnlyOnce("Mainstay looks after HikariCP pools only, and dataSource is none");
	}

	@Test
	void saysWhichDataSourceIsExcluded(CapturedOutput output) {
		run(Mainstay.class, "--db.data-sources.data-source.enabled=false").close();
		assertThat(output).doesNotContain("maximumPoolSize=").doesNotContain(BLOCK + " 1");
	}

	@Test
	void causesNoBeanToMissItsPostProcessors(CapturedOutput output) {
		run(Mainstay.class).close();
		assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
	}

	@Test
	void opensNoConnectionByItself() {
		String[] address = CountingDriver.springProperties(database.url());
		assertThat(opened(Plain.class, address)).isZero();
		assertThat(opened(Mainstay.class, address)).isZero();
	}

	@Test
	void opensNoMoreConnectionsForHibernateThanPlainBoot() {
		String[] address = CountingDriver.springProperties(database.url());
		String[] sameSize = { "spring.datasource.hikari.maximum-pool-size=1" };
		int plain = opened(PlainWithHibernate.class, address, sameSize);
		assertThat(plain).isPositive();
		assertThat(opened(WithHibernate.class, address, sameSize)).isEqualTo(plain);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void startsWithoutTheDatabaseAsPlainBootDoes(boolean ours) {
		String[] gone = { "spring.datasource.url=jdbc:postgresql://localhost:1/gone", "spring.datasource.username=me" };
		try (ConfigurableApplicationContext context = application(ours ? Mainstay.class : Plain.class, gone)) {
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void failsToMigrateWithoutTheDatabaseAsPlainBootDoes() {
		String[] gone = { "spring.datasource.url=jdbc:postgresql://localhost:1/gone", "spring.datasource.username=me",
				"spring.datasource.hikari.connection-timeout=300", "spring.flyway.locations=classpath:/none" };
		List<String> plain = causes(catchThrowable(() -> application(PlainWithFlyway.class, gone).close()));
		List<String> ours = causes(catchThrowable(() -> application(WithFlyway.class, gone).close()));
		assertThat(plain).isNotEmpty();
		assertThat(ours).isEqualTo(plain);
	}

	private static List<String> causes(Throwable failure) {
		return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
			.map((cause) -> cause.getClass().getName())
			.toList();
	}

	private static int opened(Class<?> application, String[]... properties) {
		String[] all = Arrays.stream(properties).flatMap(Arrays::stream).toArray(String[]::new);
		AtomicInteger opened = new AtomicInteger();
		int before = CountingDriver.opened();
		new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(all)
			.listeners((ApplicationListener<ApplicationStartedEvent>) (event) -> opened
				.set(CountingDriver.opened() - before))
			.run()
			.close();
		return opened.get();
	}

	private static ConfigurableApplicationContext application(Class<?> application, String[] properties) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE).properties(properties).run();
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... arguments) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(database.springProperties())
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
			DataSourceHealthContributorAutoConfiguration.class, DataSourcePoolMetricsAutoConfiguration.class,
			MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
			JdbcTemplateAutoConfiguration.class })
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DatabasePoolAutoConfiguration.class, DatabaseHealthAutoConfiguration.class,
			DatabaseMetricsAutoConfiguration.class, DatabaseMigrationAutoConfiguration.class })
	static class Mainstay extends Plain {

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherDataSource extends Mainstay {

		@Bean
		DataSource dataSource() {
			return new SimpleDriverDataSource(new org.h2.Driver(), database.url());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(HibernateJpaAutoConfiguration.class)
	static class PlainWithHibernate extends Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(HibernateJpaAutoConfiguration.class)
	static class WithHibernate extends Mainstay {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(FlywayAutoConfiguration.class)
	static class PlainWithFlyway extends Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(FlywayAutoConfiguration.class)
	static class WithFlyway extends Mainstay {

	}

}

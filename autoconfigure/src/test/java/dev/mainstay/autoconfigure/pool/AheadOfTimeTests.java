package dev.mainstay.autoconfigure.pool;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

import dev.mainstay.autoconfigure.health.DatabaseHealthAutoConfiguration;
import dev.mainstay.autoconfigure.metrics.DatabaseMetricsAutoConfiguration;
import dev.mainstay.autoconfigure.migration.DatabaseMigrationAutoConfiguration;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications that are processed ahead of time.
 */
class AheadOfTimeTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	@Test
	@CompileWithForkedClassLoader
	void startsAsGenerated() {
		start((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getMaximumPoolSize()).isEqualTo(4);
			try (Connection connection = dataSource.getConnection()) {
				assertThat(connection.isWrapperFor(AdvisedConnection.class)).isTrue();
			}
		}, "db.pool.size=3", "db.pool.max-overflow=1");
	}

	@Test
	@CompileWithForkedClassLoader
	void canStillBeSwitchedOffWhenItRuns() {
		start((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getClass()).isSameAs(HikariDataSource.class);
			assertThat(dataSource.getMaximumPoolSize()).isEqualTo(10);
		}, "db.enabled=false", "db.pool.size=3");
	}

	private static void start(Check check, String... properties) {
		TestGenerationContext generation = new TestGenerationContext(Application.class);
		AnnotationConfigApplicationContext source = new AnnotationConfigApplicationContext();
		source.register(Application.class);
		TestPropertyValues.of(database.springProperties()).applyTo(source);
		new ApplicationContextAotGenerator().processAheadOfTime(source, generation);
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				TestPropertyValues.of(database.springProperties()).and(properties).applyTo(context);
				initializer(compiled.getInstance(ApplicationContextInitializer.class)).initialize(context);
				context.refresh();
				check.check(context);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	@SuppressWarnings("unchecked")
	private static ApplicationContextInitializer<GenericApplicationContext> initializer(
			ApplicationContextInitializer<?> initializer) {
		return (ApplicationContextInitializer<GenericApplicationContext>) initializer;
	}

	/**
	 * What shall hold for the application.
	 */
	@FunctionalInterface
	interface Check {

		void check(ListableBeanFactory context) throws SQLException;

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceHealthContributorAutoConfiguration.class,
			DataSourcePoolMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
			SimpleMetricsExportAutoConfiguration.class, DatabasePoolAutoConfiguration.class,
			DatabaseHealthAutoConfiguration.class, DatabaseMetricsAutoConfiguration.class,
			DatabaseMigrationAutoConfiguration.class })
	static class Application {

	}

}

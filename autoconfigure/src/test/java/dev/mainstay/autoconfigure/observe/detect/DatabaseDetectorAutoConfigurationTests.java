package dev.mainstay.autoconfigure.observe.detect;

import java.time.Clock;
import java.util.List;

import ch.qos.logback.classic.LoggerContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.observe.DatabaseObserveAutoConfiguration;
import dev.mainstay.autoconfigure.operation.DatabaseOperationAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.kitchen.Kitchen;
import dev.mainstay.observe.detect.EntityNames;
import dev.mainstay.observe.detect.Finding;
import dev.mainstay.observe.detect.FindingListener;
import dev.mainstay.observe.detect.Findings;
import dev.mainstay.observe.detect.QueryDetector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseDetectorAutoConfiguration}.
 */
class DatabaseDetectorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DatabasePoolAutoConfiguration.class, DatabaseObserveAutoConfiguration.class,
				DatabaseOperationAutoConfiguration.class, DatabaseDetectorAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:detect");

	@Test
	void isThereByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(Findings.class)
			.hasSingleBean(QueryDetector.class)
			.hasSingleBean(PaginationLogWatch.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "db.observe.enabled=false", "db.enabled=false" })
	void isSwitchedOff(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(Findings.class).doesNotHaveBean(QueryDetector.class));
	}

	@Test
	void backsOffForFindingsOfTheUser() {
		Findings own = new Findings(Clock.systemUTC(), List::of);
		this.runner.withBean("own", Findings.class, () -> own)
			.run((context) -> assertThat(context).getBean(Findings.class).isSameAs(own));
	}

	@Test
	void worksWithoutHibernateAndLogback() {
		this.runner.withClassLoader(new FilteredClassLoader(SessionFactoryImplementor.class, LoggerContext.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Findings.class)
				.doesNotHaveBean(PaginationLogWatch.class));
	}

	@ParameterizedTest
	@CsvSource({ "n-plus-one.threshold, 1", "n-plus-one.threshold, 1001", "identical-queries.threshold, 1" })
	void explainsABadValue(String name, String value) {
		this.runner.withPropertyValues("db.observe." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPropertyException.class)
				.hasMessageContaining("db.observe." + name));
	}

	@Test
	void asksBeansForEntitiesAndTellsBeansOfFindings() {
		this.runner.withUserConfiguration(Listening.class).run((context) -> {
			repeat(context, 5);
			assertThat(context.getBean(Listening.class).heard).extracting(Finding::entity, Finding::table)
				.containsExactly("Type Of tables", "tables");
		});
	}

	@ParameterizedTest
	@CsvSource({ "db.observe.n-plus-one.enabled=false, 20, 0", "db.observe.n-plus-one.threshold=2, 2, 1",
			"db.observe.n-plus-one.threshold=3, 2, 0", "db.observe.n-plus-one.threshold=3, 3, 1",
			"db.observe.n-plus-one.threshold=30, 29, 0", "db.observe.n-plus-one.threshold=30, 30, 1" })
	void looksFromTheThresholdOn(String property, int times, int findings) {
		this.runner.withPropertyValues(property).run((context) -> {
			repeat(context, times);
			assertThat(context.getBean(Findings.class).all()).hasSize(findings);
		});
	}

	private static void repeat(AssertableApplicationContext context, int times) {
		JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
		jdbc.execute("create table if not exists tables (id int)");
		Kitchen.work(() -> {
			for (int i = 0; i < times; i++) {
				jdbc.queryForList("select id from tables where id = ?", i);
			}
		});
	}

	/**
	 * Names entities and listens.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Listening implements FindingListener {

		private @Nullable Finding heard;

		@Bean
		EntityNames names() {
			return (table) -> "Type Of " + table;
		}

		@Override
		public void found(Finding finding) {
			this.heard = finding;
		}

	}

}

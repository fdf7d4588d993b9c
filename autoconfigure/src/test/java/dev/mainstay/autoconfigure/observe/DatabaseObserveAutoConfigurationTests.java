package dev.mainstay.autoconfigure.observe;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.datasource.StatementListeners;
import dev.mainstay.observe.ParameterMode;
import dev.mainstay.observe.StatementObservation;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.observe.slow.SlowStatements;
import dev.mainstay.pool.ManagedPools;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseObserveAutoConfiguration}.
 */
class DatabaseObserveAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DatabasePoolAutoConfiguration.class, DatabaseObserveAutoConfiguration.class))
		.withPropertyValues("spring.datasource.generate-unique-name=true");

	@Test
	void observesByDefault() {
		this.runner.run((context) -> {
			context.getBean(JdbcTemplate.class).queryForList("select 1");

			StatementStatistics statistics = context.getBean(StatementStatistics.class);
			assertThat(statistics.dataSources()).containsExactly("dataSource");
			assertThat(statistics.statements("dataSource")).singleElement()
				.satisfies((one) -> assertThat(one.fingerprint().text()).isEqualTo("select ?"));
			assertThat(context.getBean(SlowStatements.class).wantsParameters()).isFalse();
		});
	}

	// The first statement made the listener, which needs what sends that statement
	@Test
	void listensAsSoonAsAListenerCanBeMade() {
		this.runner.withUserConfiguration(ListenerThatNeedsTheDatabase.class).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(JdbcTemplate.class).queryForList("select name from setting");

			assertThat(context.getBean(ListenerThatNeedsTheDatabase.class).heard)
				.containsExactly("select name from setting");
		});
	}

	@Test
	void givesEachDataSourceFiguresOfItsOwn() {
		this.runner.withUserConfiguration(TwoDataSources.class).run((context) -> {
			new JdbcTemplate(context.getBean("orders", DataSource.class)).queryForList("select 1");
			new JdbcTemplate(context.getBean("stock", DataSource.class)).queryForList("select 1 + 1");

			StatementStatistics statistics = context.getBean(StatementStatistics.class);
			assertThat(statistics.dataSources()).containsExactly("orders", "stock");
			assertThat(statistics.latencies("orders").count()).isOne();
			assertThat(statistics.statements("stock")).singleElement()
				.satisfies((one) -> assertThat(one.share()).isEqualTo(1));
		});
	}

	@Test
	void canBeSwitchedOff() {
		for (String property : new String[] { "db.observe.enabled=false", "db.enabled=false" }) {
			this.runner.withPropertyValues(property).run((context) -> {
				context.getBean(JdbcTemplate.class).queryForList("select 1");
				assertThat(context).doesNotHaveBean(StatementStatistics.class).doesNotHaveBean(StatementListener.class);
			});
		}
		this.runner.withPropertyValues("db.observe.enabled=false")
			.run((context) -> assertThat(context.getBean(ManagedPools.class).all().get(0).lentConnections())
				.isNotNull());
	}

	@Test
	void canBeSwitchedOffWhileItRuns() {
		this.runner.run((context) -> {
			context.getBean(StatementObservation.class).turn(false);
			context.getBean(JdbcTemplate.class).queryForList("select 1");

			assertThat(context.getBean(StatementStatistics.class).latencies("dataSource").count()).isZero();
		});
	}

	@Test
	void backsOffWhenUserDefinesStatistics() {
		this.runner
			.withBean("own", StatementStatistics.class,
					() -> new StatementStatistics(100, new StatementObservation(Duration.ofSeconds(1)),
							new DialectFingerprints(), System::nanoTime, Clock.systemUTC()))
			.run((context) -> assertThat(context).hasSingleBean(StatementStatistics.class).hasBean("own"));
	}

	@Test
	void saysWhatToTypeInPlaceOfAnInvalidValue() {
		fails("db.observe.slow-query-threshold=0", "db.observe.slow-query-threshold", "500ms");
		fails("db.observe.max-statements=5", "db.observe.max-statements", "1000");
	}

	private void fails(String property, String name, String instead) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidPropertyException.class)
				.rootCause()
				.isInstanceOfSatisfying(InvalidPropertyException.class,
						(ex) -> assertThat(ex.getProperty() + ex.getAction()).contains(name).contains(instead)));
	}

	@Test
	void nobodyListensWithoutListeners() {
		assertThat(StatementListeners.NOBODY.wantsParameters()).isFalse();
		assertThat(ParameterMode.NONE.show("secret")).isEqualTo("?");
	}

	/**
	 * Two of them.
	 */
	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		HikariDataSource orders() {
			return dataSource("orders");
		}

		@Bean
		HikariDataSource stock() {
			return dataSource("stock");
		}

		private static HikariDataSource dataSource(String name) {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl("jdbc:h2:mem:observe-" + name);
			return dataSource;
		}

	}

	/**
	 * A listener that is made of what is in the database.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ListenerThatNeedsTheDatabase {

		private final List<String> heard = new ArrayList<>();

		@Bean
		Settings settings(JdbcTemplate jdbc) {
			jdbc.execute("create table setting (name varchar(40))");
			return new Settings();
		}

		@Bean
		StatementListener listener(Settings settings) {
			return new StatementListener() {

				@Override
				public void completed(StatementExecution execution) {
					ListenerThatNeedsTheDatabase.this.heard.add(execution.sql());
				}

			};
		}

	}

	/**
	 * Something that is read from the database.
	 */
	record Settings() {

	}

}

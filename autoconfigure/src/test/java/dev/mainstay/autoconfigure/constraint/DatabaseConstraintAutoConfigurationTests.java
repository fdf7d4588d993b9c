package dev.mainstay.autoconfigure.constraint;

import java.util.Map;
import java.util.Optional;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.h2.jdbc.JdbcSQLIntegrityConstraintViolationException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.servlet.DispatcherServlet;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.metrics.DatabaseMetricsAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.constraint.ConstraintExplainer;
import dev.mainstay.constraint.ConstraintViolation;
import dev.mainstay.constraint.DatabaseConstraintExplainer;
import dev.mainstay.constraint.UniqueInsert;
import dev.mainstay.constraint.ViolationCounts;
import dev.mainstay.constraint.ViolationKind;
import dev.mainstay.constraint.ViolationMessages;
import dev.mainstay.constraint.web.DatabaseProblemResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link DatabaseConstraintAutoConfiguration}.
 */
class DatabaseConstraintAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(DataSourceAutoConfiguration.class,
			DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
			DatabasePoolAutoConfiguration.class, DatabaseConstraintAutoConfiguration.class,
			DatabaseMetricsAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withPropertyValues("spring.datasource.generate-unique-name=true");

	private final WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withPropertyValues("spring.datasource.generate-unique-name=true");

	@Test
	void explainsAndCounts() {
		this.runner.run((context) -> {
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(HikariDataSource.class));
			jdbc.execute("create table customer (id int, constraint uq_id unique (id))");
			jdbc.execute("insert into customer values (1)");
			DataIntegrityViolationException error = catchThrowableOfType(DataIntegrityViolationException.class,
					() -> jdbc.execute("insert into customer values (1)"));
			assertThat(error).isNotNull();
			assertThat(context.getBean(ConstraintExplainer.class).explain(error)).map(ConstraintViolation::constraint)
				.contains("UQ_ID");
			assertThat(context.getBean(ViolationCounts.class).count("dataSource", ViolationKind.UNIQUE)).isOne();
			assertThat(context).hasSingleBean(UniqueInsert.class).doesNotHaveBean(DatabaseProblemResolver.class);
		});
	}

	@Test
	void publishesMeters() {
		this.runner.run((context) -> {
			context.getBean(HikariDataSource.class).getConnection().close();
			MeterRegistry registry = new SimpleMeterRegistry();
			context.getBean("mainstayConstraintMeters", MeterBinder.class).bindTo(registry);
			assertThat(registry.get("db.constraint.violations")
				.tag("pool", "dataSource")
				.tag("kind", "unique")
				.functionCounter()
				.count()).isZero();
		});
	}

	@Test
	void worksWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ConstraintExplainer.class));
	}

	@Test
	void answersInWebApplicationsOnly() {
		this.web.run((context) -> assertThat(context).hasSingleBean(DatabaseProblemResolver.class));
		this.web.withPropertyValues("db.constraints.problem-details=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DatabaseProblemResolver.class)
				.hasSingleBean(ConstraintExplainer.class));
		this.web.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ConstraintExplainer.class));
	}

	@Test
	void canBeSwitchedOff() {
		for (String property : new String[] { "db.constraints.enabled=false", "db.enabled=false" }) {
			this.web.withPropertyValues(property)
				.run((context) -> assertThat(context).doesNotHaveBean(ConstraintExplainer.class)
					.doesNotHaveBean(ViolationCounts.class)
					.doesNotHaveBean(DatabaseProblemResolver.class));
		}
	}

	@Test
	void backsOffWhenUserDefinesExplainer() {
		this.web.withBean(ConstraintExplainer.class, () -> (error) -> Optional.empty())
			.run((context) -> assertThat(context).hasSingleBean(ConstraintExplainer.class)
				.doesNotHaveBean(DatabaseConstraintExplainer.class)
				.hasSingleBean(DatabaseProblemResolver.class));
	}

	@Test
	void keepsTheNamesOfConstraintsInProperties() {
		this.runner
			.withPropertyValues("db.constraints.messages.customer.uq_email=Taken.",
					"db.constraints.fields.uq_email=mail")
			.run((context) -> {
				ConstraintViolation violation = context.getBean(ConstraintExplainer.class)
					.explain(new JdbcSQLIntegrityConstraintViolationException(
							"Unique index or primary key violation: \"PUBLIC.UQ_EMAIL INDEX PUBLIC.UQ_EMAIL_INDEX_5 "
									+ "ON PUBLIC.CUSTOMER(EMAIL) VALUES (1)\"",
							null, "23505", 23505, null, ""))
					.orElseThrow();
				assertThat(violation.message()).isEqualTo("Taken.");
				ViolationMessages messages = context.getBean(ViolationMessages.class);
				assertThat(messages.fields(violation)).containsExactly("mail");
				assertThat(messages.isNamed(violation)).isTrue();
			});
	}

	@Test
	void explainsWhatToTypeInsteadOfABadValue() {
		this.runner.withPropertyValues("db.constraints.retry-after=0").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidPropertyException.class,
						(ex) -> assertThat(ex.getProperty()).isEqualTo("db.constraints.retry-after"));
		});
	}

	@Test
	void tellsTwoDataSourcesApart() {
		this.runner.withUserConfiguration(TwoDataSources.class).run((context) -> {
			for (Map.Entry<String, HikariDataSource> each : context.getBeansOfType(HikariDataSource.class).entrySet()) {
				JdbcTemplate jdbc = new JdbcTemplate(each.getValue());
				jdbc.execute("create table " + each.getKey() + " (c int, constraint positive check (c > 0))");
				DataIntegrityViolationException error = catchThrowableOfType(DataIntegrityViolationException.class,
						() -> jdbc.execute("insert into " + each.getKey() + " values (0)"));
				assertThat(context.getBean(ConstraintExplainer.class).explain(error))
					.hasValueSatisfying((violation) -> {
						assertThat(violation.dataSource()).isEqualTo(each.getKey());
						assertThat(violation.table()).isEqualToIgnoringCase(each.getKey());
					});
				assertThat(context.getBean(ViolationCounts.class).count(each.getKey(), ViolationKind.CHECK)).isOne();
			}
		});
	}

	/**
	 * Two databases of the same product.
	 */
	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		@Primary
		HikariDataSource kitchen() {
			return dataSource("jdbc:h2:mem:constraints-kitchen");
		}

		@Bean
		HikariDataSource cellar() {
			return dataSource("jdbc:h2:mem:constraints-cellar");
		}

		private static HikariDataSource dataSource(String url) {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl(url);
			return dataSource;
		}

	}

}

package dev.mainstay.autoconfigure.metrics;

import java.util.function.LongSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import dev.mainstay.autoconfigure.observe.DatabaseObserveAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.observe.metrics.OperationMeters;
import dev.mainstay.observe.metrics.StatementMeters;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DatabaseStatementMetricsAutoConfiguration}.
 */
class DatabaseStatementMetricsAutoConfigurationTests {

	private static final String METER = "db.statements";

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, DatabasePoolAutoConfiguration.class,
				DatabaseObserveAutoConfiguration.class, DatabaseStatementMetricsAutoConfiguration.class))
		.withPropertyValues(database.springProperties());

	@Test
	void publishesMetersOfADataSourceBeforeItsFirstStatement() {
		this.application
			.run((context) -> assertThat(registry(context).get(METER).tag("pool", "dataSource").functionTimer().count())
				.isZero());
	}

	@Test
	void publishesNothingWithoutObservation() {
		this.application.withPropertyValues("db.observe.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(StatementMeters.class).doesNotHaveBean(OperationMeters.class);
			assertThat(registry(context).find(METER).meters()).isEmpty();
		});
	}

	@Test
	void isSilentWithoutMicrometer() {
		this.application.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(StatementMeters.class));
	}

	@Test
	void backsOffForMetersOfTheUser() {
		LongSupplier nanoTime = () -> 0;
		StatementMeters mine = new StatementMeters(mock(StatementStatistics.class), nanoTime);
		this.application.withBean(StatementMeters.class, () -> mine)
			.run((context) -> assertThat(context.getBean(StatementMeters.class)).isSameAs(mine));
	}

	private static MeterRegistry registry(ApplicationContext context) {
		return context.getBean(MeterRegistry.class);
	}

}

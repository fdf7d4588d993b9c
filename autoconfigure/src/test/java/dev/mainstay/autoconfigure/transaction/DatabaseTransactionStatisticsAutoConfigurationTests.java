package dev.mainstay.autoconfigure.transaction;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.metrics.DatabaseTransactionMetricsAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.transaction.deadlock.DeadlockLog;
import dev.mainstay.transaction.metrics.RecoveryMeters;
import dev.mainstay.transaction.statistics.RecoveryStatistics;
import dev.mainstay.transaction.statistics.TransactionStatistics;
import dev.mainstay.transaction.watchdog.TransactionWatchdog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseTransactionStatisticsAutoConfiguration}.
 */
class DatabaseTransactionStatisticsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, DatabasePoolAutoConfiguration.class,
				DatabaseTransactionStatisticsAutoConfiguration.class,
				DatabaseTransactionMetricsAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:statistics");

	@Test
	void isThereByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(TransactionStatistics.class)
			.hasSingleBean(RecoveryStatistics.class)
			.hasSingleBean(TransactionWatchdog.class)
			.hasSingleBean(DeadlockLog.class));
	}

	@ParameterizedTest
	@CsvSource({ "db.transaction.enabled=false", "db.enabled=false" })
	void isSwitchedOff(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(TransactionStatistics.class)
				.doesNotHaveBean(TransactionWatchdog.class)
				.doesNotHaveBean(DeadlockLog.class)
				.doesNotHaveBean(RecoveryMeters.class));
	}

	@Test
	void backsOffForStatisticsOfTheUser() {
		this.runner.withUserConfiguration(OwnStatistics.class)
			.run((context) -> assertThat(context).getBean(TransactionStatistics.class)
				.isSameAs(context.getBean("ownStatistics")));
	}

	@Test
	void countsWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TransactionStatistics.class));
	}

	@Test
	void watchesOnlyWhereThereIsALimit() {
		this.runner.run((context) -> assertThat(context.getBean(WatchdogSchedule.class).isRunning()).isTrue());
		this.runner.withPropertyValues("db.transaction.warn-after=0", "db.transaction.max-duration=0")
			.run((context) -> assertThat(context.getBean(WatchdogSchedule.class).isRunning()).isFalse());
	}

	@ParameterizedTest
	@CsvSource({ "max-duration, -1", "warn-after, 50ms", "end-grace, 30d" })
	void explainsABadValue(String name, String value) {
		this.runner.withPropertyValues("db.transaction." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidPropertyException.class)
				.rootCause()
				.hasMessageContaining("db.transaction." + name));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStatistics {

		@Bean
		TransactionStatistics ownStatistics() {
			return new TransactionStatistics(System::nanoTime);
		}

	}

}

package dev.mainstay.autoconfigure.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.autoconfigure.observe.DatabaseObserveAutoConfiguration;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.observe.metrics.OperationMeters;
import dev.mainstay.observe.metrics.StatementMeters;
import dev.mainstay.pool.ManagedPools;

/**
 * Auto-configuration of the meters of statements.
 */
@AutoConfiguration(after = DatabaseObserveAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBean({ ManagedPools.class, StatementStatistics.class })
public final class DatabaseStatementMetricsAutoConfiguration {

	private static final Duration REFRESH = Duration.ofSeconds(10);

	@Bean
	@ConditionalOnMissingBean
	StatementMeters mainstayStatementMeters(StatementStatistics statistics) {
		return new StatementMeters(statistics, System::nanoTime);
	}

	@Bean
	MeterBinder mainstayStatementMeterBinder(ManagedPools pools, StatementMeters meters) {
		return (registry) -> pools.forEach((pool) -> meters.bindTo(registry, pool.name()));
	}

	@Bean
	@ConditionalOnMissingBean
	OperationMeters mainstayOperationMeters(StatementStatistics statistics) {
		return new OperationMeters(statistics, System::nanoTime);
	}

	@Bean(defaultCandidate = false)
	PeriodicTask mainstayOperationMeterRefresh(OperationMeters meters) {
		return new PeriodicTask("db-operation-meters", REFRESH, meters::refresh);
	}

}

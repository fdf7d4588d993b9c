package dev.mainstay.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import dev.mainstay.autoconfigure.transaction.DatabaseTransactionStatisticsAutoConfiguration;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.transaction.deadlock.DeadlockLog;
import dev.mainstay.transaction.metrics.RecoveryMeters;
import dev.mainstay.transaction.metrics.TransactionMeters;
import dev.mainstay.transaction.statistics.RecoveryStatistics;
import dev.mainstay.transaction.statistics.TransactionStatistics;
import dev.mainstay.transaction.watchdog.TransactionWatchdog;

/**
 * Auto-configuration of the meters of transactions.
 */
@AutoConfiguration(after = DatabaseTransactionStatisticsAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBean({ ManagedPools.class, TransactionStatistics.class, TransactionWatchdog.class, DeadlockLog.class,
		RecoveryStatistics.class })
public final class DatabaseTransactionMetricsAutoConfiguration {

	@Bean
	MeterBinder mainstayTransactionMeters(ManagedPools pools, TransactionStatistics statistics,
			TransactionWatchdog watchdog, DeadlockLog deadlocks) {
		return (registry) -> pools
			.forEach((pool) -> new TransactionMeters(statistics, watchdog, deadlocks, pool.name()).bindTo(registry));
	}

	@Bean
	MeterBinder mainstayRecoveryMeters(RecoveryStatistics statistics) {
		return new RecoveryMeters(statistics);
	}

}

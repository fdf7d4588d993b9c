package dev.mainstay.autoconfigure.transaction;

import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.transaction.deadlock.DeadlockLog;
import dev.mainstay.transaction.statistics.RecoveryStatistics;
import dev.mainstay.transaction.statistics.TransactionStatistics;
import dev.mainstay.transaction.watchdog.TransactionWatchdog;

/**
 * Auto-configuration of statistics of transactions and deadlocks, and of the watchdog
 * that ends transactions which take too long.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class)
@ConditionalOnClass(TransactionSynchronizationManager.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "db.transaction.enabled", matchIfMissing = true)
@ConditionalOnBean(ManagedPools.class)
@EnableConfigurationProperties(TransactionWatchProperties.class)
public final class DatabaseTransactionStatisticsAutoConfiguration {

	private static final LongSupplier NANO_TIME = System::nanoTime;

	@Bean
	@ConditionalOnMissingBean
	TransactionStatistics mainstayTransactionStatistics() {
		return new TransactionStatistics(NANO_TIME);
	}

	@Bean
	@ConditionalOnMissingBean
	RecoveryStatistics mainstayRecoveryStatistics() {
		return new RecoveryStatistics();
	}

	// Several at once, because to cancel is to connect, and that may take a while.
	@Bean(defaultCandidate = false)
	BackgroundExecutor mainstayTransactionEnd() {
		return new BackgroundExecutor("db-transaction-end-", 4, 1000);
	}

	@Bean
	@ConditionalOnMissingBean
	TransactionWatchdog mainstayTransactionWatchdog(TransactionStatistics statistics,
			TransactionWatchProperties properties, @Qualifier("mainstayTransactionEnd") BackgroundExecutor executor,
			BeanFactory beanFactory) {
		List<String> packages = AutoConfigurationPackages.has(beanFactory) ? AutoConfigurationPackages.get(beanFactory)
				: List.of();
		return new TransactionWatchdog(statistics, properties, NANO_TIME, executor, packages);
	}

	@Bean
	WatchdogSchedule mainstayWatchdogSchedule(TransactionWatchdog watchdog, TransactionWatchProperties properties) {
		return new WatchdogSchedule(watchdog, properties);
	}

	@Bean(defaultCandidate = false)
	BackgroundExecutor mainstayDeadlockLookUp() {
		return new BackgroundExecutor("db-deadlock-", 1, 16);
	}

	@Bean
	@ConditionalOnMissingBean
	DeadlockLog mainstayDeadlockLog(TransactionStatistics statistics, ManagedPools pools,
			@Qualifier("mainstayDeadlockLookUp") BackgroundExecutor executor, ObjectProvider<Clock> clock) {
		return new DeadlockLog(statistics, pools, executor, clock.getIfUnique(Clock::systemUTC));
	}

}

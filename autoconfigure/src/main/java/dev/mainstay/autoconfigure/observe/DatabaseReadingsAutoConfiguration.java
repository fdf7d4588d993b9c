package dev.mainstay.autoconfigure.observe;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

import dev.mainstay.admission.breaker.BreakerReadings;
import dev.mainstay.admission.breaker.Breakers;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.autoconfigure.transaction.DatabaseTransactionStatisticsAutoConfiguration;
import dev.mainstay.cache.store.CacheReadings;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.event.Counter;
import dev.mainstay.event.ReadingSource;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.PoolReadings;
import dev.mainstay.transaction.deadlock.DeadlockLog;
import dev.mainstay.transaction.statistics.TransactionReadings;
import dev.mainstay.transaction.statistics.TransactionStatistics;

/**
 * Auto-configuration of what history and alerts read of the other features.
 */
@AutoConfiguration(
		after = { DatabasePoolAutoConfiguration.class, DatabaseTransactionStatisticsAutoConfiguration.class },
		afterName = { "dev.mainstay.autoconfigure.admission.DatabaseBreakerAutoConfiguration",
				"dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBean(ManagedPools.class)
public final class DatabaseReadingsAutoConfiguration {

	@Bean
	PoolReadings mainstayPoolReadings(ManagedPools pools) {
		return new PoolReadings(pools);
	}

	@Bean
	@ConditionalOnBean(TransactionStatistics.class)
	TransactionReadings mainstayTransactionReadings(TransactionStatistics statistics) {
		return new TransactionReadings(statistics);
	}

	@Bean
	@ConditionalOnBean(Breakers.class)
	BreakerReadings mainstayBreakerReadings(Breakers breakers) {
		return new BreakerReadings(breakers);
	}

	@Bean
	@ConditionalOnBean(QueryStore.class)
	CacheReadings mainstayCacheReadings(ManagedPools pools, QueryStore store) {
		return new CacheReadings(store, () -> {
			ManagedPool primary = pools.primary();
			return (primary != null) ? primary.name() : null;
		});
	}

	@Bean
	@ConditionalOnBean(DeadlockLog.class)
	ReadingSource mainstayDeadlockReadings(ManagedPools pools, DeadlockLog deadlocks) {
		return (readings) -> pools.all()
			.forEach(
					(pool) -> readings.apply(pool.name()).counter(Counter.DEADLOCKS, deadlocks.deadlocks(pool.name())));
	}

}

package dev.mainstay.autoconfigure.pool;

import java.sql.Connection;
import java.util.Set;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.UtilityElf;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

import dev.mainstay.pool.ManagedPools;

/**
 * Tells a lazy proxy in front of a pool what connections of the pool are like, so that it
 * need not fetch one to find out. What the pool leaves to the database stays unknown.
 * <p>
 * Without an order, because post-processors without one come last, and among them those
 * of the user come before ours.
 */
final class LazyConnectionPostProcessor implements BeanPostProcessor {

	private static final Set<Integer> STANDARD_LEVELS = Set.of(Connection.TRANSACTION_READ_UNCOMMITTED,
			Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ,
			Connection.TRANSACTION_SERIALIZABLE);

	private final ObjectProvider<ManagedPools> pools;

	LazyConnectionPostProcessor(ObjectProvider<ManagedPools> pools) {
		this.pools = pools;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof LazyConnectionDataSourceProxy lazy) {
			HikariDataSource pool = PoolBehind.of(lazy);
			if (pool != null && isInCare(pool)) {
				lazy.setDefaultAutoCommit(pool.isAutoCommit());
				// HikariCP takes names in any case, numbers and levels of vendors.
				int isolation = UtilityElf.getTransactionIsolation(pool.getTransactionIsolation());
				if (STANDARD_LEVELS.contains(isolation)) {
					lazy.setDefaultTransactionIsolation(isolation);
				}
			}
		}
		return bean;
	}

	private boolean isInCare(HikariDataSource pool) {
		return this.pools.getObject().all().stream().anyMatch((managed) -> managed.dataSource() == pool);
	}

}

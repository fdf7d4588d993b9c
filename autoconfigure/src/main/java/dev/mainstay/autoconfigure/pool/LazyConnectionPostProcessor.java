package dev.mainstay.autoconfigure.pool;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;

/**
 * Tells a lazy proxy in front of a pool what connections of the pool are like, so that it
 * need not fetch one to find out. What the pool leaves to the database stays unknown.
 */
final class LazyConnectionPostProcessor implements BeanPostProcessor, Ordered {

	private final ObjectProvider<ManagedPools> pools;

	LazyConnectionPostProcessor(ObjectProvider<ManagedPools> pools) {
		this.pools = pools;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof LazyConnectionDataSourceProxy lazy) {
			ManagedPool pool = this.pools.getObject().find(beanName);
			if (pool != null) {
				HikariDataSource dataSource = pool.dataSource();
				lazy.setDefaultAutoCommit(dataSource.isAutoCommit());
				String isolation = dataSource.getTransactionIsolation();
				if (isolation != null) {
					lazy.setDefaultTransactionIsolationName(isolation);
				}
			}
		}
		return bean;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}

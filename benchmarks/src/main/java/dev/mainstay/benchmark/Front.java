package dev.mainstay.benchmark;

import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.framework.ProxyFactory;

import dev.mainstay.datasource.DataSourceAdvisor;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.PoolCare;
import dev.mainstay.pool.PoolWatch;

/**
 * What stands between an application and its pool.
 */
public enum Front {

	/**
	 * Nothing: HikariCP alone.
	 */
	PLAIN {

		@Override
		DataSource putBefore(HikariDataSource pool) {
			return pool;
		}

	},

	/**
	 * Mainstay as its auto-configuration puts it there, without tuning the pool.
	 */
	ADVISED {

		@Override
		DataSource putBefore(HikariDataSource pool) {
			ManagedPools pools = new ManagedPools();
			pools.add(new PoolCare(System::nanoTime).take(NAME, pool, null, null, (property) -> null));
			return new DataSourceAdvisor(List.of(new PoolWatch(pools))).advise(NAME, pool);
		}

	},

	/**
	 * The class-based proxy that Spring makes by itself, with an interceptor that does
	 * nothing: the way that Mainstay did not go.
	 */
	PROXY_FACTORY {

		@Override
		DataSource putBefore(HikariDataSource pool) {
			ProxyFactory factory = new ProxyFactory();
			factory.setTarget(pool);
			factory.setProxyTargetClass(true);
			MethodInterceptor passThrough = MethodInvocation::proceed;
			factory.addAdvice(passThrough);
			factory.setFrozen(true);
			return (DataSource) factory.getProxy();
		}

	};

	private static final String NAME = "dataSource";

	abstract DataSource putBefore(HikariDataSource pool);

}

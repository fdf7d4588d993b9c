package dev.mainstay.benchmark;

import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import com.alibaba.druid.DbType;
import com.alibaba.druid.filter.stat.StatFilter;
import com.alibaba.druid.pool.DruidDataSource;
import com.p6spy.engine.logging.P6LogOptions;
import com.p6spy.engine.spy.P6DataSource;
import com.p6spy.engine.spy.P6SpyOptions;
import com.p6spy.engine.spy.appender.Slf4JLogger;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import net.ttddyy.dsproxy.listener.NoOpQueryExecutionListener;
import net.ttddyy.dsproxy.proxy.GlobalConnectionIdManager;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import net.ttddyy.observation.tracing.DataSourceObservationListener;
import net.ttddyy.observation.tracing.HikariJdbcObservationFilter;

import dev.mainstay.benchmark.driver.NoOpDriver;

/**
 * What others observe statements with, each set up to observe without writing anything.
 */
final class Peers {

	private static final String NAME = "dataSource";

	private Peers() {
	}

	static DataSource datasourceProxy(HikariDataSource pool) {
		return ProxyDataSourceBuilder.create(NAME, pool).listener(new NoOpQueryExecutionListener()).build();
	}

	static DataSource p6spy(HikariDataSource pool) {
		P6SpyOptions.getActiveInstance().setAppender(Slf4JLogger.class.getName());
		P6LogOptions.getActiveInstance().setExecutionThreshold(Duration.ofDays(1).toMillis());
		return new P6DataSource(pool);
	}

	// As its auto-configuration does it by default, but with proxies of the JDK: those
	// that it makes with Spring cost even more.
	static DataSource datasourceMicrometer(HikariDataSource pool) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()))
			.observationFilter(new HikariJdbcObservationFilter());
		DataSourceObservationListener listener = new DataSourceObservationListener(registry);
		return ProxyDataSourceBuilder.create(NAME, pool)
			.listener(listener)
			.methodListener(listener)
			.proxyResultSet()
			.proxyGeneratedKeys()
			.connectionIdManager(new GlobalConnectionIdManager())
			.buildProxy();
	}

	static Source druidWithStatistics(boolean merged) {
		StatFilter filter = new StatFilter();
		filter.setDbType(DbType.postgresql);
		filter.setMergeSql(merged);
		DruidDataSource pool = druidPool();
		pool.setProxyFilters(List.of(filter));
		return new Source(pool, pool);
	}

	static Source druid() {
		DruidDataSource pool = druidPool();
		return new Source(pool, pool);
	}

	// Idle connections are not tested: Druid asks for a query to test them with.
	private static DruidDataSource druidPool() {
		DruidDataSource pool = new DruidDataSource();
		pool.setDriverClassName(NoOpDriver.class.getName());
		pool.setUrl(NoOpDriver.URL);
		pool.setInitialSize(Source.SIZE);
		pool.setMinIdle(Source.SIZE);
		pool.setMaxActive(Source.SIZE);
		pool.setTestWhileIdle(false);
		return pool;
	}

}

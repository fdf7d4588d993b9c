package dev.mainstay.autoconfigure.pool;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Finds the pool behind an advised data source, without asking the data source itself: a
 * scoped one would be made by that.
 */
final class PoolBehind {

	private PoolBehind() {
	}

	static @Nullable HikariDataSource of(DataSource dataSource) {
		DataSource candidate = dataSource;
		while (candidate instanceof DelegatingDataSource wrapper && wrapper.getTargetDataSource() != null) {
			candidate = wrapper.getTargetDataSource();
		}
		return (AopProxyUtils.getSingletonTarget(candidate) instanceof HikariDataSource target) ? target : null;
	}

}

package dev.mainstay.autoconfigure.pool;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.HikariDataSourcePoolMetadata;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Leads Boot's pool metadata past the advice: Boot reads a field of the data source,
 * which a class-based proxy inherits but leaves empty.
 */
final class AdvisedPoolMetadataProvider implements DataSourcePoolMetadataProvider, Ordered {

	@Override
	public @Nullable DataSourcePoolMetadata getDataSourcePoolMetadata(DataSource dataSource) {
		DataSource candidate = dataSource;
		while (candidate instanceof DelegatingDataSource wrapper && wrapper.getTargetDataSource() != null) {
			candidate = wrapper.getTargetDataSource();
		}
		if (AopUtils.isAopProxy(candidate)
				&& AopProxyUtils.getSingletonTarget(candidate) instanceof HikariDataSource target) {
			return new HikariDataSourcePoolMetadata(target);
		}
		return null;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}

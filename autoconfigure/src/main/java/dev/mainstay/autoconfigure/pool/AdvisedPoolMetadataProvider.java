package dev.mainstay.autoconfigure.pool;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.HikariDataSourcePoolMetadata;
import org.springframework.core.Ordered;

/**
 * Leads Boot's pool metadata past the advice: Boot reads a field of the data source,
 * which a class-based proxy inherits but leaves empty.
 */
final class AdvisedPoolMetadataProvider implements DataSourcePoolMetadataProvider, Ordered {

	@Override
	public @Nullable DataSourcePoolMetadata getDataSourcePoolMetadata(DataSource dataSource) {
		HikariDataSource pool = PoolBehind.of(dataSource);
		return (pool != null) ? new HikariDataSourcePoolMetadata(pool) : null;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}

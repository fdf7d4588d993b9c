package dev.mainstay.autoconfigure.health;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.Assert;

import dev.mainstay.endpoint.PoolHealthIndicator;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.health.DatabaseProbes;

/**
 * Makes the health contributor of data sources in the shape that Boot gives it: a single
 * one stands for itself, several make a composite, and one that routes is the composite
 * of its targets. What is in our care is probed; the rest is Boot's.
 */
final class DatabaseHealthContributors {

	private static final String UNNAMED = "unnamed";

	private final ManagedPools pools;

	private final DatabaseProbes probes;

	private final DataSourcePoolMetadataProvider metadata;

	DatabaseHealthContributors(ManagedPools pools, DatabaseProbes probes, DataSourcePoolMetadataProvider metadata) {
		this.pools = pools;
		this.probes = probes;
		this.metadata = metadata;
	}

	HealthContributor of(Map<String, DataSource> dataSources, boolean ignoreRouting) {
		Map<String, HealthContributor> contributors = new LinkedHashMap<>();
		dataSources.forEach((name, dataSource) -> {
			ManagedPool pool = this.pools.find(name);
			if (pool != null) {
				contributors.put(name, indicator(pool));
			}
			else if (!ignoreRouting || routing(dataSource) == null) {
				contributors.put(name, of(dataSource));
			}
		});
		Assert.notEmpty(contributors, "There is no data source whose health could be told");
		return (contributors.size() == 1) ? contributors.values().iterator().next()
				: CompositeHealthContributor.fromMap(contributors);
	}

	private HealthContributor of(DataSource dataSource) {
		ManagedPool pool = pool(dataSource);
		if (pool != null) {
			return indicator(pool);
		}
		AbstractRoutingDataSource routing = routing(dataSource);
		if (routing == null) {
			return new DataSourceHealthIndicator(dataSource, validationQuery(dataSource));
		}
		Map<String, DataSource> targets = new LinkedHashMap<>();
		routing.getResolvedDataSources().forEach((key, target) -> targets.put(Objects.toString(key, UNNAMED), target));
		return CompositeHealthContributor.fromMap(targets, this::of);
	}

	// The pool behind the name may be made anew.
	private PoolHealthIndicator indicator(ManagedPool pool) {
		return new PoolHealthIndicator(() -> this.probes.of(this.pools.find(pool.name(), pool)));
	}

	private @Nullable ManagedPool pool(DataSource dataSource) {
		if (!(dataSource instanceof HikariDataSource)) {
			return null;
		}
		try {
			HikariDataSource target = dataSource.unwrap(HikariDataSource.class);
			return this.pools.all().stream().filter((pool) -> pool.dataSource() == target).findFirst().orElse(null);
		}
		catch (SQLException ex) {
			return null;
		}
	}

	private @Nullable String validationQuery(DataSource dataSource) {
		DataSourcePoolMetadata pool = this.metadata.getDataSourcePoolMetadata(dataSource);
		return (pool != null) ? pool.getValidationQuery() : null;
	}

	private static @Nullable AbstractRoutingDataSource routing(DataSource dataSource) {
		if (dataSource instanceof AbstractRoutingDataSource routing) {
			return routing;
		}
		try {
			return dataSource.isWrapperFor(AbstractRoutingDataSource.class)
					? dataSource.unwrap(AbstractRoutingDataSource.class) : null;
		}
		catch (SQLException ex) {
			return null;
		}
	}

}

package dev.mainstay.autoconfigure.pool;

import java.util.Objects;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JndiDataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;

import dev.mainstay.autoconfigure.endpoint.DatabaseEndpointAutoConfiguration;
import dev.mainstay.autoconfigure.health.DatabaseHealthAutoConfiguration;
import dev.mainstay.autoconfigure.metrics.DatabaseMetricsAutoConfiguration;
import dev.mainstay.autoconfigure.migration.DatabaseMigrationAutoConfiguration;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;

/**
 * Applications with a database, with and without Mainstay, to be compared.
 */
final class Applications {

	static final Class<?>[] BOOT = { DataSourceAutoConfiguration.class, DataSourcePoolMetricsAutoConfiguration.class,
			DataSourceHealthContributorAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
			HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
			JdbcTemplateAutoConfiguration.class, JmxAutoConfiguration.class, JndiDataSourceAutoConfiguration.class,
			MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
			TransactionAutoConfiguration.class };

	static final Class<?>[] MAINSTAY = { DatabasePoolAutoConfiguration.class, DatabaseHealthAutoConfiguration.class,
			DatabaseMetricsAutoConfiguration.class, DatabaseMigrationAutoConfiguration.class,
			DatabaseEndpointAutoConfiguration.class };

	private Applications() {
	}

	static ManagedPool pool(ApplicationContext context, String name) {
		return Objects.requireNonNull(context.getBean(ManagedPools.class).find(name));
	}

	static ApplicationContextRunner plain() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BOOT));
	}

	static ApplicationContextRunner withMainstay() {
		return plain().withConfiguration(AutoConfigurations.of(MAINSTAY));
	}

}

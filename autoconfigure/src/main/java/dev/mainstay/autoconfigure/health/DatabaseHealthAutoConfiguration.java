package dev.mainstay.autoconfigure.health;

import java.time.Clock;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.health.DatabaseProbes;

/**
 * Auto-configuration of database health that never queues behind business traffic. It
 * takes the place of Boot's {@code db} indicator, under the same name.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
		beforeName = "org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration")
@ConditionalOnClass(HikariDataSource.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBean(ManagedPools.class)
@EnableConfigurationProperties(HealthProperties.class)
public final class DatabaseHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DatabaseProbes mainstayDatabaseProbes(HealthProperties properties, ObjectProvider<Clock> clock) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("db-health-");
		threads.setDaemon(true);
		return new DatabaseProbes(properties, clock.getIfUnique(Clock::systemUTC), System::nanoTime, threads);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
	@ConditionalOnBooleanProperty(name = "db.health.enabled", matchIfMissing = true)
	static class ContributorConfiguration {

		@Bean
		@ConditionalOnBean(DataSource.class)
		@ConditionalOnEnabledHealthIndicator("db")
		@ConditionalOnMissingBean(name = { "dbHealthIndicator", "dbHealthContributor" })
		HealthContributor dbHealthContributor(ConfigurableListableBeanFactory beanFactory, ManagedPools pools,
				DatabaseProbes probes, ObjectProvider<DataSourcePoolMetadataProvider> metadata,
				Environment environment) {
			boolean ignoreRouting = environment.getProperty("management.health.db.ignore-routing-data-sources",
					Boolean.class, false);
			return new DatabaseHealthContributors(pools, probes,
					new CompositeDataSourcePoolMetadataProvider(metadata.orderedStream().toList()))
				.of(SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, DataSource.class, false,
						true), ignoreRouting);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthEndpointGroups.class, ConditionalOnEnabledHealthIndicator.class })
	@ConditionalOnBooleanProperty(name = "db.health.enabled", matchIfMissing = true)
	static class LivenessConfiguration {

		@Bean
		@ConditionalOnEnabledHealthIndicator("db")
		LivenessCaution mainstayLivenessCaution(ObjectProvider<HealthEndpointGroups> groups) {
			return new LivenessCaution(groups);
		}

	}

}

package dev.mainstay.autoconfigure.endpoint;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.mainstay.admission.Gates;
import dev.mainstay.admission.holder.HeldTimes;
import dev.mainstay.admission.holder.HolderReports;
import dev.mainstay.admission.holder.HttpCalls;
import dev.mainstay.admission.holder.LeakWatch;
import dev.mainstay.admission.scaling.PoolScaling;
import dev.mainstay.alert.AlertChannels;
import dev.mainstay.alert.Alerts;
import dev.mainstay.autoconfigure.alert.DatabaseAlertAutoConfiguration;
import dev.mainstay.autoconfigure.constraint.DatabaseConstraintAutoConfiguration;
import dev.mainstay.autoconfigure.health.DatabaseHealthAutoConfiguration;
import dev.mainstay.autoconfigure.history.DatabaseHistoryAutoConfiguration;
import dev.mainstay.autoconfigure.observe.DatabaseObserveAutoConfiguration;
import dev.mainstay.autoconfigure.observe.detect.DatabaseDetectorAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.autoconfigure.pool.ServerFindings;
import dev.mainstay.autoconfigure.transaction.DatabaseTransactionStatisticsAutoConfiguration;
import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.shared.SharedFigures;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.version.RemoteChanges;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.cache.warm.WarmAnswers;
import dev.mainstay.constraint.ViolationCounts;
import dev.mainstay.endpoint.DatabaseAlertsEndpoint;
import dev.mainstay.endpoint.DatabaseAlertsEndpointWebExtension;
import dev.mainstay.endpoint.DatabaseCacheEndpoint;
import dev.mainstay.endpoint.DatabaseCacheEndpointWebExtension;
import dev.mainstay.endpoint.DatabaseConstraintsEndpoint;
import dev.mainstay.endpoint.DatabaseDeadlocksEndpoint;
import dev.mainstay.endpoint.DatabaseEndpoint;
import dev.mainstay.endpoint.DatabaseFindingsEndpoint;
import dev.mainstay.endpoint.DatabaseHealthEndpoint;
import dev.mainstay.endpoint.DatabaseHealthEndpointWebExtension;
import dev.mainstay.endpoint.DatabaseInfoEndpoint;
import dev.mainstay.endpoint.DatabaseMetricsEndpoint;
import dev.mainstay.endpoint.DatabaseMetricsHistoryEndpoint;
import dev.mainstay.endpoint.DatabaseMonitoringEndpoint;
import dev.mainstay.endpoint.DatabasePoolEndpoint;
import dev.mainstay.endpoint.DatabaseReconnectEndpoint;
import dev.mainstay.endpoint.DatabaseSlowQueriesEndpoint;
import dev.mainstay.endpoint.DatabaseTestEndpoint;
import dev.mainstay.endpoint.DatabaseTransactionsEndpoint;
import dev.mainstay.endpoint.HolderFigures;
import dev.mainstay.endpoint.Performance;
import dev.mainstay.endpoint.Recommendations;
import dev.mainstay.endpoint.Reliability;
import dev.mainstay.event.MonitoringSwitch;
import dev.mainstay.history.History;
import dev.mainstay.observe.StatementObservation;
import dev.mainstay.observe.StatementPerformance;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.observe.detect.Findings;
import dev.mainstay.observe.slow.SlowStatements;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.health.DatabaseProbes;
import dev.mainstay.transaction.deadlock.DeadlockLog;
import dev.mainstay.transaction.statistics.RecoveryStatistics;
import dev.mainstay.transaction.statistics.TransactionStatistics;
import dev.mainstay.transaction.watchdog.TransactionWatchdog;

/**
 * Auto-configuration of the endpoints under {@code /actuator/database}.
 */
@AutoConfiguration(
		after = { DatabasePoolAutoConfiguration.class, DatabaseHealthAutoConfiguration.class,
				DatabaseConstraintAutoConfiguration.class, DatabaseTransactionStatisticsAutoConfiguration.class,
				DatabaseHistoryAutoConfiguration.class, DatabaseAlertAutoConfiguration.class,
				DatabaseObserveAutoConfiguration.class, DatabaseDetectorAutoConfiguration.class },
		afterName = { "dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration",
				"org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration" })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBean({ ManagedPools.class, DatabaseProbes.class })
public final class DatabaseEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	DatabaseEndpoint databaseEndpoint(ManagedPools pools, DatabaseProbes probes, ServerFindings findings,
			ObjectProvider<Performance> performance, ObjectProvider<Reliability> reliability,
			ObjectProvider<Alerts> alerts, ObjectProvider<Clock> clock) {
		return new DatabaseEndpoint(pools, probes, new Recommendations(findings::sentences),
				performance.getIfAvailable(), reliability.getIfAvailable(), alerts.getIfAvailable(),
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	DatabaseHealthEndpoint databaseHealthEndpoint(ManagedPools pools, DatabaseProbes probes) {
		return new DatabaseHealthEndpoint(pools, probes);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnBean(DatabaseHealthEndpoint.class)
	DatabaseHealthEndpointWebExtension databaseHealthEndpointWebExtension(DatabaseHealthEndpoint endpoint) {
		return new DatabaseHealthEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	DatabaseInfoEndpoint databaseInfoEndpoint(ManagedPools pools) {
		return new DatabaseInfoEndpoint(pools);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	DatabasePoolEndpoint databasePoolEndpoint(ManagedPools pools, ObjectProvider<Gates> gates,
			ObjectProvider<HolderReports> reports, ObjectProvider<HeldTimes> times, ObjectProvider<HttpCalls> calls,
			ObjectProvider<LeakWatch> leaks, ObjectProvider<PoolScaling> scaling) {
		HolderFigures holders = new HolderFigures(gates.getIfAvailable(), reports.getIfAvailable(),
				times.getIfAvailable(), calls.getIfAvailable(), leaks.getIfAvailable());
		return new DatabasePoolEndpoint(pools, holders, scaling.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnBean(ViolationCounts.class)
	DatabaseConstraintsEndpoint databaseConstraintsEndpoint(ViolationCounts counts) {
		return new DatabaseConstraintsEndpoint(counts);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnBean(History.class)
	DatabaseMetricsEndpoint databaseMetricsEndpoint(History history) {
		return new DatabaseMetricsEndpoint(history);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnBean({ Alerts.class, AlertChannels.class })
	DatabaseAlertsEndpoint databaseAlertsEndpoint(Alerts alerts, AlertChannels channels) {
		return new DatabaseAlertsEndpoint(alerts, channels);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnBean(History.class)
	DatabaseMetricsHistoryEndpoint databaseMetricsHistoryEndpoint(History history) {
		return new DatabaseMetricsHistoryEndpoint(history);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	DatabaseMonitoringEndpoint databaseMonitoringEndpoint(ObjectProvider<MonitoringSwitch> switches) {
		return new DatabaseMonitoringEndpoint(switches.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnBean(DatabaseAlertsEndpoint.class)
	DatabaseAlertsEndpointWebExtension databaseAlertsEndpointWebExtension(DatabaseAlertsEndpoint endpoint) {
		return new DatabaseAlertsEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnBean(Findings.class)
	DatabaseFindingsEndpoint databaseFindingsEndpoint(Findings findings) {
		return new DatabaseFindingsEndpoint(findings);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	DatabaseReconnectEndpoint databaseReconnectEndpoint(ManagedPools pools) {
		return new DatabaseReconnectEndpoint(pools);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	DatabaseTestEndpoint databaseTestEndpoint(ManagedPools pools) {
		return new DatabaseTestEndpoint(pools, System::nanoTime);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ TransactionStatistics.class, TransactionWatchdog.class, DeadlockLog.class,
			RecoveryStatistics.class })
	static class TransactionConfiguration {

		@Bean
		Reliability mainstayReliability(DeadlockLog deadlocks, RecoveryStatistics recovery) {
			return new Reliability(deadlocks, recovery);
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint
		DatabaseTransactionsEndpoint databaseTransactionsEndpoint(ManagedPools pools, TransactionStatistics statistics,
				TransactionWatchdog watchdog, RecoveryStatistics recovery) {
			return new DatabaseTransactionsEndpoint(pools, statistics, watchdog, recovery);
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint
		DatabaseDeadlocksEndpoint databaseDeadlocksEndpoint(ManagedPools pools, DeadlockLog log) {
			return new DatabaseDeadlocksEndpoint(pools, log);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ StatementStatistics.class, StatementPerformance.class, SlowStatements.class,
			StatementObservation.class })
	static class StatementConfiguration {

		@Bean
		Performance mainstayPerformance(StatementPerformance performance, StatementObservation observation) {
			return new Performance(performance, observation);
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint
		DatabaseSlowQueriesEndpoint databaseSlowQueriesEndpoint(ManagedPools pools, StatementObservation observation,
				SlowStatements slowStatements, StatementStatistics statistics) {
			return new DatabaseSlowQueriesEndpoint(pools, observation, slowStatements, statistics);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ QueryStore.class, TagVersions.class, Invalidations.class })
	static class CacheConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint
		DatabaseCacheEndpoint databaseCacheEndpoint(QueryStore store, TagVersions versions,
				ObjectProvider<RemoteChanges> remoteChanges, Invalidations invalidations,
				ObjectProvider<WarmAnswers> warming, ObjectProvider<SharedFigures> shared) {
			return new DatabaseCacheEndpoint(store, versions, remoteChanges.getIfAvailable(() -> RemoteChanges.NONE),
					invalidations, () -> {
						WarmAnswers answers = warming.getIfAvailable();
						return (answers != null) ? answers.statistics() : null;
					}, shared.getIfUnique(() -> () -> null));
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint
		@ConditionalOnBean(DatabaseCacheEndpoint.class)
		DatabaseCacheEndpointWebExtension databaseCacheEndpointWebExtension(DatabaseCacheEndpoint endpoint) {
			return new DatabaseCacheEndpointWebExtension(endpoint);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(PathMapper.class)
	static class WebConfiguration {

		@Bean
		PathMapper mainstayEndpointPathMapper(ObjectProvider<WebEndpointProperties> properties) {
			return new TopicPathMapper(properties);
		}

	}

}

package dev.mainstay.autoconfigure.observe;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.observe.StatementObservation;
import dev.mainstay.observe.StatementPerformance;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.observe.slow.SlowStatements;
import dev.mainstay.operation.ApplicationFrame;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;

/**
 * Auto-configuration of the observation of statements: figures by statement and by
 * operation, and slow statements.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "db.observe.enabled", matchIfMissing = true)
@ConditionalOnBean(ManagedPools.class)
@EnableConfigurationProperties(ObserveProperties.class)
public final class DatabaseObserveAutoConfiguration {

	private static final LongSupplier NANO_TIME = System::nanoTime;

	// Slow statements are seen within two seconds of their start.
	private static final Duration LOOK_AROUND = Duration.ofMillis(500);

	@Bean
	@ConditionalOnMissingBean
	DialectFingerprints mainstayFingerprints() {
		return new DialectFingerprints();
	}

	@Bean
	@ConditionalOnMissingBean
	StatementObservation mainstayStatementObservation(ObserveProperties properties) {
		return new StatementObservation(properties.slowQueryThreshold());
	}

	@Bean
	StatementSwitch mainstayStatementSwitch(StatementObservation observation) {
		return new StatementSwitch(observation);
	}

	@Bean
	@ConditionalOnMissingBean
	StatementStatistics mainstayStatementStatistics(ObserveProperties properties, StatementObservation observation,
			DialectFingerprints fingerprints, ObjectProvider<Clock> clock) {
		return new StatementStatistics(properties.maxStatements(), observation, fingerprints, NANO_TIME,
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	SlowStatements mainstaySlowStatements(ObserveProperties properties, StatementObservation observation,
			DialectFingerprints fingerprints, ObjectProvider<Clock> clock, BeanFactory beanFactory) {
		List<String> packages = AutoConfigurationPackages.has(beanFactory) ? AutoConfigurationPackages.get(beanFactory)
				: List.of();
		return new SlowStatements(observation, fingerprints, properties.parameters(), new ApplicationFrame(packages),
				NANO_TIME, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	StatementPerformance mainstayStatementPerformance(StatementStatistics statistics, ObjectProvider<Clock> clock) {
		return new StatementPerformance(statistics, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean(defaultCandidate = false)
	PeriodicTask mainstaySlowStatementWatch(SlowStatements statements, ManagedPools pools,
			StatementPerformance performance) {
		return new PeriodicTask("db-slow-statements", LOOK_AROUND, () -> {
			statements.look(pools.all().stream().map(ManagedPool::lentConnections).toList());
			performance.look();
		});
	}

}

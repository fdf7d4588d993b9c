package dev.mainstay.autoconfigure.observe.detect;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.LoggerContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.autoconfigure.observe.DatabaseObserveAutoConfiguration;
import dev.mainstay.autoconfigure.observe.DialectFingerprints;
import dev.mainstay.autoconfigure.operation.DatabaseOperationAutoConfiguration;
import dev.mainstay.observe.BudgetListener;
import dev.mainstay.observe.StatementObservation;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.observe.detect.CountQueries;
import dev.mainstay.observe.detect.DetectorSettings;
import dev.mainstay.observe.detect.EntityNames;
import dev.mainstay.observe.detect.FindingListener;
import dev.mainstay.observe.detect.Findings;
import dev.mainstay.observe.detect.InMemoryPagination;
import dev.mainstay.observe.detect.QueryDetector;

/**
 * Auto-configuration of the detectors of N+1 queries, identical queries, pagination in
 * memory and expensive counts, and of the budgets for tests.
 */
@AutoConfiguration(after = { DatabaseObserveAutoConfiguration.class, DatabaseOperationAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "db.observe.enabled", matchIfMissing = true)
@ConditionalOnBean({ StatementObservation.class, DialectFingerprints.class })
@EnableConfigurationProperties({ NPlusOneProperties.class, IdenticalQueriesProperties.class })
public final class DatabaseDetectorAutoConfiguration {

	private static final Duration LOOK_AT_COUNTS = Duration.ofMinutes(1);

	@Bean
	@ConditionalOnMissingBean
	Findings mainstayFindings(ObjectProvider<Clock> clock, ObjectProvider<FindingListener> listeners) {
		return new Findings(clock.getIfUnique(Clock::systemUTC), () -> listeners.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	QueryDetector mainstayQueryDetector(NPlusOneProperties nPlusOne, IdenticalQueriesProperties identical,
			StatementObservation observation, DialectFingerprints fingerprints, Findings findings,
			ObjectProvider<EntityNames> entities, BeanFactory beanFactory) {
		DetectorSettings settings = new DetectorSettings(nPlusOne.enabled() ? nPlusOne.threshold() : 0,
				identical.enabled() ? identical.threshold() : 0);
		return new QueryDetector(settings, observation::isOn, fingerprints, findings, names(entities),
				packages(beanFactory));
	}

	@Bean
	@ConditionalOnMissingBean
	CountQueries mainstayCountQueries(Findings findings, ObjectProvider<EntityNames> entities) {
		return new CountQueries(findings, names(entities));
	}

	@Bean(defaultCandidate = false)
	@ConditionalOnBean(StatementStatistics.class)
	PeriodicTask mainstayCountWatch(CountQueries counts, StatementStatistics statistics) {
		return new PeriodicTask("db-count-queries", LOOK_AT_COUNTS, () -> counts.look(statistics));
	}

	// Made at once, because the first statement may be one that is counted.
	@Bean
	@Lazy(false)
	BudgetListener mainstayBudgetListener() {
		return new BudgetListener();
	}

	private static EntityNames names(ObjectProvider<EntityNames> entities) {
		return (table) -> entities.orderedStream()
			.map((names) -> names.ofTable(table))
			.filter((name) -> name != null)
			.findFirst()
			.orElse(null);
	}

	private static List<String> packages(BeanFactory beanFactory) {
		return AutoConfigurationPackages.has(beanFactory) ? AutoConfigurationPackages.get(beanFactory) : List.of();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SessionFactoryImplementor.class)
	static class HibernateConfiguration {

		@Bean
		HibernateEntityNames mainstayHibernateEntityNames(ConfigurableListableBeanFactory beanFactory) {
			return new HibernateEntityNames(beanFactory);
		}

		@Bean
		@ConditionalOnMissingBean
		InMemoryPagination mainstayInMemoryPagination(Findings findings, BeanFactory beanFactory) {
			return new InMemoryPagination(findings, packages(beanFactory));
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(LoggerContext.class)
		static class LogbackConfiguration {

			@Bean
			PaginationLogWatch mainstayPaginationLogWatch(InMemoryPagination pagination) {
				return new PaginationLogWatch(pagination);
			}

		}

	}

}

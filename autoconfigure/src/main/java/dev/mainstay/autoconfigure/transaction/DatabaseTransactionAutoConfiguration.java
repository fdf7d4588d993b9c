package dev.mainstay.autoconfigure.transaction;

import java.time.Clock;

import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.data.repository.core.support.TransactionalRepositoryFactoryBeanSupport;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.retry.backoff.ThreadWaitSleeper;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.interceptor.BeanFactoryTransactionAttributeSourceAdvisor;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.operation.OperationSegments;
import dev.mainstay.transaction.AttemptCare;
import dev.mainstay.transaction.RepositoryInterceptors;
import dev.mainstay.transaction.RetryBudget;
import dev.mainstay.transaction.RetryableTransaction;
import dev.mainstay.transaction.SavepointTemplate;
import dev.mainstay.transaction.TransactionRetryTemplate;
import dev.mainstay.transaction.UnitAdvisor;
import dev.mainstay.transaction.UnitListener;
import dev.mainstay.transaction.UnitRunner;
import dev.mainstay.transaction.UnitTrace;
import dev.mainstay.transaction.UnitsOfWork;
import dev.mainstay.transaction.jpa.OpenSessions;
import dev.mainstay.transaction.strategy.TransactionStrategies;
import dev.mainstay.transaction.strategy.TransactionalMarker;

/**
 * Auto-configuration of transactions that are tried again.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class)
@ConditionalOnClass(PlatformTransactionManager.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "db.retry.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RetryProperties.class)
public final class DatabaseTransactionAutoConfiguration {

	// What asks to be tried again runs in a transaction, whether it says so or not.
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TransactionalMarker mainstayRetryableTransactionMarker() {
		return new TransactionalMarker(RetryableTransaction.class);
	}

	@Bean
	UnitTrace mainstayUnitTrace() {
		return new UnitTrace();
	}

	@Bean
	@ConditionalOnMissingBean
	UnitsOfWork mainstayUnitsOfWork(RetryProperties properties, ObjectProvider<OperationSegments> segments) {
		return new UnitsOfWork(properties, properties.scope(),
				new RetryBudget(properties.budget().ratio(), properties.budget().burst()),
				segments.getIfAvailable(() -> OperationSegments.NONE));
	}

	@Bean
	@ConditionalOnMissingBean
	UnitRunner mainstayUnitRunner(ObjectProvider<UnitListener> listeners, ObjectProvider<AttemptCare> care,
			ObjectProvider<Clock> clock) {
		return new UnitRunner(System::nanoTime, clock.getIfUnique(Clock::systemUTC), new ThreadWaitSleeper(),
				() -> listeners.orderedStream().toList(), () -> care.orderedStream().toList());
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	TransactionRetryTemplate transactionRetryTemplate(UnitRunner runner, UnitsOfWork units,
			PlatformTransactionManager transactionManager, ObjectProvider<TransactionStrategies> strategies) {
		return new TransactionRetryTemplate(runner, units, transactionManager, strategies.getIfAvailable());
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	SavepointTemplate savepointTemplate(DataSource dataSource, RetryProperties properties,
			ObjectProvider<AttemptCare> care) {
		return new SavepointTemplate(dataSource, properties, () -> care.orderedStream().toList(),
				new ThreadWaitSleeper());
	}

	// Made early, like all advisors.
	@Configuration(proxyBeanMethods = false)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static class AdvisorConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		UnitAdvisor mainstayUnitAdvisor(ObjectProvider<UnitRunner> runner, ObjectProvider<UnitsOfWork> units,
				ObjectProvider<TransactionAttributeSource> attributes,
				ObjectProvider<BeanFactoryTransactionAttributeSourceAdvisor> transactions,
				ObjectProvider<OperationSegments> segments) {
			return new UnitAdvisor(new Once<>(runner::getObject), new Once<>(units::getObject),
					new ReadyAttributes(attributes),
					() -> transactions.stream()
						.mapToInt(BeanFactoryTransactionAttributeSourceAdvisor::getOrder)
						.min()
						.orElse(Ordered.LOWEST_PRECEDENCE),
					new Once<>(() -> segments.getIfAvailable(() -> OperationSegments.NONE)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ TransactionalRepositoryFactoryBeanSupport.class, RepositoryFactoryBeanSupport.class })
	static class RepositoryConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static RepositoryPostProcessor mainstayRepositoryPostProcessor(ObjectProvider<UnitRunner> runner,
				ObjectProvider<UnitsOfWork> units, ObjectProvider<OperationSegments> segments) {
			return new RepositoryPostProcessor(
					new RepositoryInterceptors(new Once<>(runner::getObject), new Once<>(units::getObject),
							new Once<>(() -> segments.getIfAvailable(() -> OperationSegments.NONE))));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ EntityManagerFactory.class, EntityManagerHolder.class })
	static class JpaConfiguration {

		@Bean
		OpenSessions mainstayOpenSessions() {
			return new OpenSessions();
		}

	}

}

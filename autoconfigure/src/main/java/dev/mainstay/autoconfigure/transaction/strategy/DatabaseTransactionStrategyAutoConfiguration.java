package dev.mainstay.autoconfigure.transaction.strategy;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.util.function.SingletonSupplier;

import dev.mainstay.autoconfigure.operation.OperationProperties;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.transaction.strategy.CurrentStrategy;
import dev.mainstay.transaction.strategy.StatementTimeoutHook;
import dev.mainstay.transaction.strategy.TransactionStrategies;

/**
 * Auto-configuration of transaction strategies per kind of operation.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class)
@ConditionalOnClass({ PlatformTransactionManager.class, TransactionAttributeSource.class })
@ConditionalOnBooleanProperty(name = { "db.enabled", "db.transaction.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties({ StrategyProperties.class, OperationProperties.class })
@ImportRuntimeHints(PlainTransactionHints.class)
public final class DatabaseTransactionStrategyAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static AttributeSourcePostProcessor mainstayAttributeSourcePostProcessor(ListableBeanFactory beanFactory) {
		return new AttributeSourcePostProcessor(new StrategySources(beanFactory));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ManagerPostProcessor mainstayManagerPostProcessor(ObjectProvider<CurrentStrategy> current) {
		return new ManagerPostProcessor(current);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static CurrentStrategy mainstayCurrentStrategy(ObjectProvider<TransactionStrategies> strategies) {
		return new CurrentStrategy(SingletonSupplier.of(strategies::getObject)::obtain);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	static TransactionStrategies mainstayTransactionStrategies(StrategyProperties strategies,
			OperationProperties operations) {
		return ConfiguredStrategies.of(strategies, operations);
	}

	@Bean
	@ConditionalOnMissingBean
	StatementTimeoutHook mainstayStatementTimeoutHook(CurrentStrategy current) {
		return new StatementTimeoutHook(current);
	}

	@Bean
	StrategyReport mainstayStrategyReport(TransactionStrategies strategies,
			ObjectProvider<SideConnections> connections) {
		return new StrategyReport(strategies, connections);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RepositoryFactoryBeanSupport.class)
	static class RepositoryConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static RepositoryPostProcessor mainstayStrategyRepositoryPostProcessor(ListableBeanFactory beanFactory) {
			return new RepositoryPostProcessor(new StrategySources(beanFactory));
		}

	}

}

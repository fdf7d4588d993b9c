package dev.mainstay.autoconfigure.pool;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import dev.mainstay.datasource.ConnectionDecorator;
import dev.mainstay.datasource.DataSourceAdvisor;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.failure.FailureListener;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.PoolCare;
import dev.mainstay.pool.PoolWatch;
import dev.mainstay.pool.ServerLimitsCheck;

/**
 * Auto-configuration of tuned, guarded and counted connection pools.
 */
@AutoConfiguration(beforeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ HikariDataSource.class, DelegatingDataSource.class })
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ PoolProperties.class, SessionProperties.class })
public final class DatabasePoolAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DataSourcePostProcessor mainstayDataSourcePostProcessor(ApplicationContext context,
			ObjectProvider<PoolCare> care, ObjectProvider<ManagedPools> pools,
			ObjectProvider<DataSourceAdvisor> advisor, ObjectProvider<DataSourceConfigurations> configurations) {
		return new DataSourcePostProcessor(context, care, pools, advisor, configurations);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LazyConnectionPostProcessor mainstayLazyConnectionPostProcessor(ObjectProvider<ManagedPools> pools) {
		return new LazyConnectionPostProcessor(pools);
	}

	@Bean
	@ConditionalOnMissingBean
	DataSourceConfigurations mainstayDataSourceConfigurations(Environment environment) {
		return new DataSourceConfigurations(environment);
	}

	@Bean
	@ConditionalOnMissingBean
	PoolCare mainstayPoolCare(ObjectProvider<TransactionHook> hooks, ObjectProvider<FailureListener> failureListeners,
			ObjectProvider<StatementListener> statementListeners) {
		return new PoolCare(System::nanoTime, () -> hooks.orderedStream().toList(),
				() -> failureListeners.orderedStream().toList(), () -> statementListeners.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	ManagedPools mainstayManagedPools() {
		return new ManagedPools();
	}

	@Bean
	@ConditionalOnMissingBean
	DataSourceAdvisor mainstayDataSourceAdvisor(ObjectProvider<ConnectionDecorator> decorators) {
		return new DataSourceAdvisor(decorators.orderedStream().toList());
	}

	@Bean
	PoolWatch mainstayPoolWatch(ManagedPools pools) {
		return new PoolWatch(pools);
	}

	@Bean
	AdvisedPoolMetadataProvider mainstayPoolMetadataProvider() {
		return new AdvisedPoolMetadataProvider();
	}

	@Bean
	@ConditionalOnMissingBean
	ServerLimitsCheck mainstayServerLimitsCheck(ManagedPools pools) {
		return new ServerLimitsCheck(pools);
	}

	@Bean
	ServerFindings mainstayServerFindings() {
		return new ServerFindings();
	}

	@Bean
	StartupReport mainstayStartupReport(ConfigurableListableBeanFactory beanFactory, ManagedPools pools,
			ServerLimitsCheck limits, ServerFindings findings) {
		return new StartupReport(beanFactory, pools, limits, findings);
	}

}

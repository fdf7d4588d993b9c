package dev.mainstay.autoconfigure.operation;

import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.pool.ManagedPools;

/**
 * Auto-configuration of the scopes of work: requests, messages, scheduled tasks,
 * asynchronous calls, and transactions outside of these.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBean(ManagedPools.class)
public final class DatabaseOperationAutoConfiguration {

	@Bean
	TransactionScopes mainstayTransactionScopes() {
		return new TransactionScopes();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static AsyncScopePostProcessor mainstayAsyncScopePostProcessor() {
		return new AsyncScopePostProcessor();
	}

	@Bean
	ObservedWorkHandler mainstayObservedWorkHandler() {
		return new ObservedWorkHandler();
	}

	// The last one, because it only steps in where nobody observes tasks.
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	SchedulingConfigurer mainstayTaskScopeConfigurer(ObservedWorkHandler handler) {
		return (registrar) -> {
			ObservationRegistry registry = registrar.getObservationRegistry();
			if (registry == null || registry.isNoop()) {
				ObservationRegistry own = ObservationRegistry.create();
				own.observationConfig().observationHandler(handler);
				registrar.setObservationRegistry(own);
			}
		};
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "mainstayRequestScopeFilter")
		FilterRegistrationBean<RequestScopeFilter> mainstayRequestScopeFilter(ResourceLoader resourceLoader) {
			FilterRegistrationBean<RequestScopeFilter> registration = new FilterRegistrationBean<>(
					new RequestScopeFilter(RequestOperations.forClassLoader(resourceLoader.getClassLoader())));
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
			return registration;
		}

	}

}

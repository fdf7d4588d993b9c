package dev.mainstay.autoconfigure.transaction;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.data.repository.core.support.TransactionalRepositoryFactoryBeanSupport;

import dev.mainstay.transaction.RepositoryInterceptors;
import dev.mainstay.transaction.repository.RepositoryUnits;

/**
 * Lets Spring Data's factories make repositories whose calls are units of work.
 */
final class RepositoryPostProcessor implements BeanPostProcessor {

	private final RepositoryInterceptors interceptors;

	RepositoryPostProcessor(RepositoryInterceptors interceptors) {
		this.interceptors = interceptors;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof TransactionalRepositoryFactoryBeanSupport<?, ?, ?>) {
			((RepositoryFactoryBeanSupport<?, ?, ?>) bean).addRepositoryFactoryCustomizer(
					(factory) -> factory.addRepositoryProxyPostProcessor(new RepositoryUnits(this.interceptors)));
		}
		return bean;
	}

}

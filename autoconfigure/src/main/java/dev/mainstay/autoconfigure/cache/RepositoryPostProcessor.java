package dev.mainstay.autoconfigure.cache;

import java.util.List;
import java.util.function.Supplier;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.util.StringValueResolver;

import dev.mainstay.cache.CachedQuery;
import dev.mainstay.cache.method.CachedCalls;
import dev.mainstay.cache.repository.RepositoryAnswers;
import dev.mainstay.operation.AnnotatedTypes;

/**
 * Lets Spring Data's factories make repositories that answer from the cache. The last to
 * do so, so that nothing else stands outside.
 */
final class RepositoryPostProcessor implements BeanPostProcessor {

	private final Supplier<CachedCalls> calls;

	private final StringValueResolver placeholders;

	private final AnnotatedTypes annotated = new AnnotatedTypes(List.of(CachedQuery.class));

	private final Runnable found;

	RepositoryPostProcessor(Supplier<CachedCalls> calls, StringValueResolver placeholders, Runnable found) {
		this.found = found;
		this.calls = calls;
		this.placeholders = placeholders;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof RepositoryFactoryBeanSupport<?, ?, ?> repositories) {
			repositories.addRepositoryFactoryCustomizer((factory) -> factory.addRepositoryProxyPostProcessor(
					new RepositoryAnswers(this.calls, this.placeholders, this.annotated, this.found)));
		}
		return bean;
	}

}

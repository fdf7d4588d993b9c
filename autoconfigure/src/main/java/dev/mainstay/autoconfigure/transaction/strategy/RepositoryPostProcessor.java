package dev.mainstay.autoconfigure.transaction.strategy;

import java.lang.reflect.Method;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;

import dev.mainstay.transaction.strategy.StrategyTransactionAttributeSource;

/**
 * Puts strategies into the transactions of Spring Data repositories, which are advised
 * apart from other beans. Ordered before those who look at how a repository's methods are
 * transactional.
 */
final class RepositoryPostProcessor implements BeanPostProcessor, Ordered {

	private final StrategySources sources;

	RepositoryPostProcessor(StrategySources sources) {
		this.sources = sources;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof RepositoryFactoryBeanSupport<?, ?, ?> factoryBean) {
			factoryBean
				.addRepositoryFactoryCustomizer((factory) -> factory.addRepositoryProxyPostProcessor(this::advise));
		}
		return bean;
	}

	private void advise(ProxyFactory proxy, RepositoryInformation repository) {
		for (Advisor advisor : proxy.getAdvisors()) {
			if (advisor.getAdvice() instanceof TransactionInterceptor interceptor) {
				TransactionAttributeSource source = interceptor.getTransactionAttributeSource();
				if (source != null) {
					Class<?> type = repository.getRepositoryInterface();
					StrategyTransactionAttributeSource ours = this.sources.of(source).forRepository(source, type);
					interceptor.setTransactionAttributeSource(ours);
					check(ours, type, repository.getRepositoryBaseClass());
				}
			}
		}
	}

	// Otherwise a strategy that does not fit would be found at the first call.
	private static void check(StrategyTransactionAttributeSource source, Class<?> repository, Class<?> baseClass) {
		for (Method method : repository.getMethods()) {
			source.hasTransactionAttribute(method, baseClass);
		}
	}

	@Override
	public int getOrder() {
		return 0;
	}

}

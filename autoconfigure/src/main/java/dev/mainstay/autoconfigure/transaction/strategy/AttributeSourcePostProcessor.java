package dev.mainstay.autoconfigure.transaction.strategy;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.PriorityOrdered;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

import dev.mainstay.transaction.strategy.StrategyTransactionAttributeSource;

/**
 * Puts strategies into what Spring knows of transactional methods. Ordered before the
 * post-processors that make proxies, because those ask for that knowledge first.
 */
final class AttributeSourcePostProcessor implements BeanPostProcessor, PriorityOrdered {

	private final StrategySources sources;

	AttributeSourcePostProcessor(StrategySources sources) {
		this.sources = sources;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof TransactionAttributeSource source
				&& !(bean instanceof StrategyTransactionAttributeSource)) ? this.sources.of(source) : bean;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}

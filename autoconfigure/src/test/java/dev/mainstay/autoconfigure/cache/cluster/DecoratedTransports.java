package dev.mainstay.autoconfigure.cache.cluster;

import java.util.function.UnaryOperator;

import org.springframework.beans.factory.config.BeanPostProcessor;

import dev.mainstay.cache.cluster.InvalidationTransport;

/**
 * Puts something around each transport that the context makes.
 */
public final class DecoratedTransports implements BeanPostProcessor {

	private final UnaryOperator<InvalidationTransport> decorator;

	/**
	 * Create the post-processor.
	 * @param decorator returns what is used instead of a transport
	 */
	public DecoratedTransports(UnaryOperator<InvalidationTransport> decorator) {
		this.decorator = decorator;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ClusterTransport transport) {
			return new ClusterTransport(transport.mode(), () -> this.decorator.apply(transport.transport().get()));
		}
		return bean;
	}

}

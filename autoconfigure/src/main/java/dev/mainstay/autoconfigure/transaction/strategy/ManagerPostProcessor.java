package dev.mainstay.autoconfigure.transaction.strategy;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionExecutionListener;

import dev.mainstay.transaction.strategy.CurrentStrategy;

/**
 * Lets every transaction manager tell which transactions it begins. Boot does so only for
 * the one that it has made itself.
 */
final class ManagerPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<CurrentStrategy> current;

	ManagerPostProcessor(ObjectProvider<CurrentStrategy> current) {
		this.current = current;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ConfigurableTransactionManager manager) {
			CurrentStrategy listener = this.current.getObject();
			if (!manager.getTransactionExecutionListeners().contains(listener)) {
				List<TransactionExecutionListener> listeners = new ArrayList<>(
						manager.getTransactionExecutionListeners());
				listeners.add(listener);
				manager.setTransactionExecutionListeners(listeners);
			}
		}
		return bean;
	}

}

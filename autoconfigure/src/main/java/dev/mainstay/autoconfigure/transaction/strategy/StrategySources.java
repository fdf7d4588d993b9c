package dev.mainstay.autoconfigure.transaction.strategy;

import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.util.function.SingletonSupplier;

import dev.mainstay.transaction.strategy.CurrentStrategy;
import dev.mainstay.transaction.strategy.StrategyTransactionAttributeSource;
import dev.mainstay.transaction.strategy.TransactionStrategies;
import dev.mainstay.transaction.strategy.TransactionalMarker;

/**
 * Makes the attribute sources that know strategies. Used by post-processors, so it asks
 * for other beans only when the first method is looked at.
 */
final class StrategySources {

	private final ListableBeanFactory beanFactory;

	private final SingletonSupplier<TransactionStrategies> strategies;

	private final SingletonSupplier<Boolean> onlyManager;

	StrategySources(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.strategies = SingletonSupplier.of(() -> beanFactory.getBean(TransactionStrategies.class));
		// With several managers a method need not join what is open on its thread.
		this.onlyManager = SingletonSupplier
			.of(() -> beanFactory.getBeanNamesForType(TransactionManager.class, true, false).length == 1);
	}

	StrategyTransactionAttributeSource of(TransactionAttributeSource source) {
		ObjectProvider<TransactionalMarker> markers = this.beanFactory.getBeanProvider(TransactionalMarker.class);
		return new StrategyTransactionAttributeSource(source, this.strategies::obtain,
				this.beanFactory.getBean(CurrentStrategy.class), this.onlyManager::obtain,
				List.copyOf(markers.stream().map(TransactionalMarker::annotation).toList()));
	}

}

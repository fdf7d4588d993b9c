package dev.mainstay.autoconfigure.transaction.strategy;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.transaction.annotation.Isolation;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.transaction.strategy.IsolationCheck;
import dev.mainstay.transaction.strategy.TransactionStrategies;
import dev.mainstay.transaction.strategy.TransactionStrategy;

/**
 * Says at start which isolation levels of strategies are not what they seem to be on the
 * application's databases, and refuses one that its only database does not know.
 */
final class StrategyReport implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StrategyReport.class);

	private final TransactionStrategies strategies;

	private final ObjectProvider<SideConnections> connections;

	StrategyReport(TransactionStrategies strategies, ObjectProvider<SideConnections> connections) {
		this.strategies = strategies;
		this.connections = connections;
	}

	@Override
	public void afterSingletonsInstantiated() {
		SideConnections known = this.connections.getIfAvailable();
		if (known != null) {
			List<String> dataSources = known.dataSources();
			for (String dataSource : dataSources) {
				DatabaseProduct product = known.product(dataSource);
				if (product != null) {
					this.strategies.all().forEach((strategy) -> check(strategy, dataSource, product, dataSources));
				}
			}
		}
	}

	private static void check(TransactionStrategy strategy, String dataSource, DatabaseProduct product,
			List<String> dataSources) {
		Isolation isolation = strategy.isolation();
		if (isolation == null) {
			return;
		}
		if (dataSources.size() == 1 && IsolationCheck.isRefused(isolation, product)) {
			throw new InvalidPropertyException(
					"%s.%s.isolation".formatted(TransactionStrategy.PROPERTIES, strategy.name()), isolation,
					"is an isolation level that %s does not have".formatted(product.displayName()),
					"Type read-committed or serializable, or leave it out for the level of the database.");
		}
		String difference = IsolationCheck.difference(isolation, product);
		if (difference != null) {
			logger.warn("Transaction strategy '{}' asks for isolation {} on data source '{}'; {}", strategy.name(),
					isolation, dataSource, difference);
		}
	}

}

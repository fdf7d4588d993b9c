package dev.mainstay.autoconfigure.transaction.strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Isolation;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.operation.OperationProperties;
import dev.mainstay.transaction.strategy.TransactionStrategies;
import dev.mainstay.transaction.strategy.TransactionStrategy;
import dev.mainstay.transaction.strategy.UnknownStrategyException;

/**
 * The built-in strategies, changed and added to by properties.
 */
final class ConfiguredStrategies {

	private ConfiguredStrategies() {
	}

	static TransactionStrategies of(StrategyProperties properties, OperationProperties operations) {
		Map<String, StrategyProperties.Strategy> configured = new TreeMap<>(properties.strategies());
		List<TransactionStrategy> strategies = new ArrayList<>();
		for (TransactionStrategy builtIn : TransactionStrategy.builtIn()) {
			StrategyProperties.Strategy changed = remove(configured, builtIn.name());
			strategies.add((changed != null) ? change(builtIn, changed) : builtIn);
		}
		configured.forEach((name, strategy) -> strategies
			.add(change(new TransactionStrategy(name, null, null, null, null), strategy)));
		Map<String, String> chosen = new LinkedHashMap<>();
		operations.operations().forEach((name, operation) -> {
			if (operation.strategy() != null) {
				check(name, operation.strategy(), strategies);
				chosen.put(name, operation.strategy());
			}
		});
		return new TransactionStrategies(strategies, chosen);
	}

	// An environment variable knows the name without its hyphen.
	private static StrategyProperties.@Nullable Strategy remove(Map<String, StrategyProperties.Strategy> configured,
			String name) {
		StrategyProperties.Strategy plain = configured.remove(name.replace("-", ""));
		StrategyProperties.Strategy exact = configured.remove(name);
		return (exact != null) ? exact : plain;
	}

	private static TransactionStrategy change(TransactionStrategy base, StrategyProperties.Strategy changed) {
		Boolean readOnly = (changed.readOnly() != null) ? changed.readOnly() : base.readOnly();
		Isolation isolation = (changed.isolation() != null) ? changed.isolation() : base.isolation();
		Duration timeout = (changed.timeout() != null) ? changed.timeout() : base.timeout();
		Duration statementTimeout = changed.statementTimeout();
		if (statementTimeout == null) {
			statementTimeout = shorter(base.statementTimeout(), timeout);
		}
		return new TransactionStrategy(base.name(), readOnly, (isolation != Isolation.DEFAULT) ? isolation : null,
				statementTimeout, timeout);
	}

	private static @Nullable Duration shorter(@Nullable Duration statementTimeout, @Nullable Duration timeout) {
		boolean longer = statementTimeout != null && timeout != null && statementTimeout.compareTo(timeout) > 0;
		return longer ? timeout : statementTimeout;
	}

	private static void check(String operation, String strategy, List<TransactionStrategy> strategies) {
		try {
			new TransactionStrategies(strategies, Map.of()).get(strategy);
		}
		catch (UnknownStrategyException ex) {
			throw new InvalidPropertyException(
					"db.operations.%s.strategy".formatted(operation.toLowerCase(Locale.ROOT)), strategy,
					"is not the name of a transaction strategy",
					"Type one of %s, or define it by %s.%s.statement-timeout.".formatted(ex.getKnown(),
							TransactionStrategy.PROPERTIES, strategy));
		}
	}

}

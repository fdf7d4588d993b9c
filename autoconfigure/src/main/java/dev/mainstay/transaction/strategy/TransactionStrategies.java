package dev.mainstay.transaction.strategy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;

/**
 * The strategies that exist, and which operations were given one by configuration. Names
 * are compared by their letters and digits alone, because an environment variable knows
 * nothing else. Safe for use by many threads.
 * <p>
 * A transaction that follows a strategy says so in its name, such as
 * {@code com.example.MenuService.generate [menu-generation]}: the name is what Spring
 * hands from the definition of a transaction to those who watch it begin.
 */
public final class TransactionStrategies {

	private final Map<String, TransactionStrategy> strategies = new LinkedHashMap<>();

	private final Map<String, TransactionStrategy> operations = new LinkedHashMap<>();

	/**
	 * Create the lookup.
	 * @param strategies the strategies; of two with the same name the later one
	 * @param operations for names of operations the name of their strategy
	 * @throws UnknownStrategyException if an operation is given a strategy that does not
	 * exist
	 */
	public TransactionStrategies(Collection<TransactionStrategy> strategies, Map<String, String> operations) {
		strategies.forEach((strategy) -> this.strategies.put(plain(strategy.name()), strategy));
		operations.forEach((operation, strategy) -> this.operations.put(plain(operation), get(strategy)));
	}

	private static String plain(String name) {
		return name.replaceAll("[^\\p{Alnum}]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Return all strategies.
	 * @return the strategies, the built-in ones first
	 */
	public List<TransactionStrategy> all() {
		return List.copyOf(this.strategies.values());
	}

	/**
	 * Return a strategy.
	 * @param name its name
	 * @return the strategy
	 * @throws UnknownStrategyException if there is none of that name
	 */
	public TransactionStrategy get(String name) {
		TransactionStrategy strategy = this.strategies.get(plain(name));
		if (strategy == null) {
			throw new UnknownStrategyException(name,
					this.strategies.values().stream().map(TransactionStrategy::name).toList());
		}
		return strategy;
	}

	/**
	 * Return the strategy that an operation was given by configuration.
	 * @param operation the name of the operation
	 * @return the strategy, or {@code null} if there is none
	 */
	public @Nullable TransactionStrategy ofOperation(String operation) {
		return this.operations.isEmpty() ? null : this.operations.get(plain(operation));
	}

	/**
	 * Define a transaction that follows a strategy, for use with
	 * {@code TransactionTemplate} and transaction managers.
	 * @param strategy the name of the strategy
	 * @param name what to call the transaction, usually the name of the operation
	 * @return the definition
	 * @throws UnknownStrategyException if there is no such strategy
	 */
	public TransactionDefinition definition(String strategy, String name) {
		return new StrategyTransactionAttribute(new DefaultTransactionAttribute(), get(strategy), name);
	}

	/**
	 * Return the strategy that a transaction follows.
	 * @param transaction the name of the transaction, if it has one
	 * @return the strategy, or {@code null} if it follows none
	 */
	@Nullable TransactionStrategy ofTransaction(@Nullable String transaction) {
		if (transaction == null || !transaction.endsWith("]")) {
			return null;
		}
		int from = transaction.lastIndexOf(" [");
		return (from < 0) ? null
				: this.strategies.get(plain(transaction.substring(from + 2, transaction.length() - 1)));
	}

	static String nameOf(String transaction, TransactionStrategy strategy) {
		return transaction + " [" + strategy.name() + "]";
	}

}

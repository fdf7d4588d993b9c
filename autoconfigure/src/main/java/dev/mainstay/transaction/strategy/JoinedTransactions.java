package dev.mainstay.transaction.strategy;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Says, once per method, what of its strategy does not hold because it joined a
 * transaction that was begun otherwise. Spring ignores that in silence.
 */
final class JoinedTransactions {

	private static final Logger logger = LoggerFactory.getLogger(JoinedTransactions.class);

	private final CurrentStrategy current;

	JoinedTransactions(CurrentStrategy current) {
		this.current = current;
	}

	void entering(StrategyTransactionAttribute attribute) {
		if (attribute.isJoinTold() || !TransactionSynchronizationManager.isActualTransactionActive()
				|| attribute.getPropagationBehavior() == TransactionDefinition.PROPAGATION_REQUIRES_NEW) {
			return;
		}
		TransactionStrategy strategy = attribute.strategy();
		List<String> serious = serious(strategy);
		List<String> lost = new ArrayList<>(serious);
		if (isOtherTimeout(strategy)) {
			lost.add("statement timeout");
		}
		if (!lost.isEmpty() && attribute.tellJoin()) {
			String message = "{} joins the transaction of {}, so this does not hold of its strategy '{}': {}. Give "
					+ "the strategy to the method that begins the transaction";
			Object[] arguments = { attribute.place(), outer(), strategy.name(), String.join(", ", lost) };
			if (serious.isEmpty()) {
				logger.info(message, arguments);
			}
			else {
				logger.warn(message, arguments);
			}
		}
	}

	private static List<String> serious(TransactionStrategy strategy) {
		List<String> serious = new ArrayList<>();
		Integer level = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
		if (strategy.isolation() != null && (level == null || level != strategy.isolation().value())) {
			serious.add("isolation " + strategy.isolation());
		}
		if (Boolean.FALSE.equals(strategy.readOnly())
				&& TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
			serious.add("that it may write");
		}
		return serious;
	}

	private boolean isOtherTimeout(TransactionStrategy strategy) {
		TransactionStrategy outer = this.current.get();
		return strategy.statementTimeout() != null
				&& (outer == null || !strategy.statementTimeout().equals(outer.statementTimeout()));
	}

	private static String outer() {
		@Nullable String name = TransactionSynchronizationManager.getCurrentTransactionName();
		return (name != null) ? name : "a caller without a name";
	}

}

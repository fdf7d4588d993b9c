package dev.mainstay.transaction;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.failure.FailureKind;
import dev.mainstay.transaction.strategy.TransactionStrategies;

/**
 * Runs blocks of code in transactions that are tried again like those of a method with
 * {@link RetryableTransaction}. Immutable and safe for use by many threads: each of the
 * {@code with} methods returns another template.
 * <p>
 * Inside of an open transaction a block joins it and runs once. Any exception rolls back,
 * a checked one too.
 */
public final class TransactionRetryTemplate {

	private final UnitRunner runner;

	private final UnitsOfWork units;

	private final PlatformTransactionManager transactionManager;

	private final @Nullable TransactionStrategies strategies;

	private final DefaultTransactionDefinition definition;

	private final RetryRule rule;

	private final String name;

	private final @Nullable String strategy;

	private final UnitOfWork unit;

	/**
	 * Create a template that follows the configured policy.
	 * @param runner who runs the units
	 * @param units the units of the application
	 * @param transactionManager who begins the transactions
	 * @param strategies the strategies of the application, or {@code null} if it has none
	 */
	public TransactionRetryTemplate(UnitRunner runner, UnitsOfWork units, PlatformTransactionManager transactionManager,
			@Nullable TransactionStrategies strategies) {
		this(runner, units, transactionManager, strategies, new DefaultTransactionDefinition(), units.defaultRule(),
				"transaction-retry-template", null);
	}

	private TransactionRetryTemplate(UnitRunner runner, UnitsOfWork units,
			PlatformTransactionManager transactionManager, @Nullable TransactionStrategies strategies,
			DefaultTransactionDefinition definition, RetryRule rule, String name, @Nullable String strategy) {
		this.runner = runner;
		this.units = units;
		this.transactionManager = transactionManager;
		this.strategies = strategies;
		this.definition = definition;
		this.rule = rule;
		this.name = name;
		this.strategy = strategy;
		this.unit = units.named(name, rule);
	}

	/**
	 * Return a template whose blocks have a name.
	 * @param operation the name of the operation, one of a small closed set
	 * @return the template
	 */
	public TransactionRetryTemplate withName(String operation) {
		DefaultTransactionDefinition named = new DefaultTransactionDefinition(this.definition);
		named.setName(transactionName(operation));
		return with(named, this.rule, operation);
	}

	/**
	 * Return a template whose transactions follow a strategy. It replaces what was said
	 * about isolation, reading and time before.
	 * @param strategy the name of a built-in strategy or of one of
	 * {@code db.transaction.strategies}
	 * @return the template
	 * @throws IllegalArgumentException if there is no strategy of that name
	 */
	public TransactionRetryTemplate withStrategy(String strategy) {
		if (this.strategies == null) {
			throw new IllegalArgumentException(
					"There is no transaction strategy '%s', because strategies are switched off".formatted(strategy));
		}
		return new TransactionRetryTemplate(this.runner, this.units, this.transactionManager, this.strategies,
				new DefaultTransactionDefinition(this.strategies.definition(strategy, this.name)), this.rule, this.name,
				strategy);
	}

	// The name tells which strategy the transaction follows.
	private String transactionName(String operation) {
		if (this.strategies == null || this.strategy == null) {
			return operation;
		}
		String name = this.strategies.definition(this.strategy, operation).getName();
		return (name != null) ? name : operation;
	}

	/**
	 * Return a template whose transactions have an isolation level.
	 * @param isolationLevel one of the constants of {@link TransactionDefinition}
	 * @return the template
	 */
	public TransactionRetryTemplate withIsolation(int isolationLevel) {
		DefaultTransactionDefinition isolated = new DefaultTransactionDefinition(this.definition);
		isolated.setIsolationLevel(isolationLevel);
		return with(isolated, this.rule, this.name);
	}

	/**
	 * Return a template whose transactions are serializable.
	 * @return the template
	 */
	public TransactionRetryTemplate withSerializable() {
		return withIsolation(TransactionDefinition.ISOLATION_SERIALIZABLE);
	}

	/**
	 * Return a template whose transactions are declared read-only.
	 * @return the template
	 */
	public TransactionRetryTemplate withReadOnly() {
		DefaultTransactionDefinition reading = new DefaultTransactionDefinition(this.definition);
		reading.setReadOnly(true);
		return with(reading, this.rule, this.name);
	}

	/**
	 * Return a template that limits the time.
	 * @param timeout the longest time of each transaction, in whole seconds rounded up,
	 * and of all attempts together
	 * @return the template
	 */
	public TransactionRetryTemplate withTimeout(Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("A timeout must be longer than zero, but is " + timeout);
		}
		DefaultTransactionDefinition limited = new DefaultTransactionDefinition(this.definition);
		limited.setTimeout(Math.toIntExact(timeout.plusMillis(999).toSeconds()));
		return with(limited, this.rule.withDeadline(timeout), this.name);
	}

	/**
	 * Return a template with a number of attempts.
	 * @param attempts most attempts, the first one included, whatever they fail of
	 * @return the template
	 */
	public TransactionRetryTemplate withAttempts(int attempts) {
		if (attempts < 1) {
			throw new IllegalArgumentException("There must be at least 1 attempt, but there are " + attempts);
		}
		return with(this.definition, this.rule.withAttempts(attempts, attempts), this.name);
	}

	/**
	 * Return a template that also tries again after failures that are not tried again by
	 * default.
	 * @param kinds the kinds, such as {@link FailureKind#LOCK_TIMEOUT}
	 * @return the template
	 */
	public TransactionRetryTemplate withRetryOn(FailureKind... kinds) {
		Set<FailureKind> wanted = EnumSet.noneOf(FailureKind.class);
		wanted.addAll(this.rule.wanted());
		wanted.addAll(Set.of(kinds));
		return with(this.definition, this.rule.withWanted(wanted), this.name);
	}

	private TransactionRetryTemplate with(DefaultTransactionDefinition definition, RetryRule rule, String name) {
		return new TransactionRetryTemplate(this.runner, this.units, this.transactionManager, this.strategies,
				definition, rule, name, this.strategy);
	}

	/**
	 * Do work in a transaction, as often as it takes.
	 * @param work the work
	 * @param <T> the type of the result
	 * @param <E> the type of the checked exceptions
	 * @return the result of the attempt that was committed
	 * @throws E what the work threw in the last attempt
	 * @throws CommitOutcomeUnknownException if it is not known whether it was committed
	 */
	public <T extends @Nullable Object, E extends Throwable> T run(Work<T, E> work) throws E {
		return this.runner.run(this.unit, () -> once(work));
	}

	/**
	 * Do work without a result in a transaction, as often as it takes.
	 * @param work the work
	 * @throws CommitOutcomeUnknownException if it is not known whether it was committed
	 */
	public void runWithoutResult(Runnable work) {
		run(() -> {
			work.run();
			return Boolean.TRUE;
		});
	}

	@SuppressWarnings({ "NullAway", "unchecked" })
	private <T extends @Nullable Object, E extends Throwable> T once(Work<T, E> work) throws E {
		TransactionTemplate transaction = new TransactionTemplate(this.transactionManager, this.definition);
		try {
			return transaction.execute((status) -> {
				try {
					return work.run();
				}
				catch (RuntimeException | Error ex) {
					throw ex;
				}
				catch (Throwable ex) {
					throw new CheckedException(ex);
				}
			});
		}
		catch (CheckedException ex) {
			throw (E) ex.getCause();
		}
	}

	/**
	 * Carries a checked exception through a transaction, which it rolls back.
	 */
	private static final class CheckedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		CheckedException(Throwable cause) {
			super(null, cause, false, false);
		}

	}

}

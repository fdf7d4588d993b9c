package dev.mainstay.transaction.strategy;

import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Map;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.interceptor.TransactionAttribute;

/**
 * Joins what a method declares with what its strategy says, and refuses what does not fit
 * together. That {@code @Transactional} leaves something at its default can't be told
 * from the default being asked for; so only what differs from the default is taken as
 * said.
 */
final class StrategyMerger {

	private static final Map<Integer, Propagation> NEVER_BEGINNING = Map.of(Propagation.SUPPORTS.value(),
			Propagation.SUPPORTS, Propagation.NOT_SUPPORTED.value(), Propagation.NOT_SUPPORTED,
			Propagation.MANDATORY.value(), Propagation.MANDATORY, Propagation.NEVER.value(), Propagation.NEVER);

	private static final List<String> MODIFYING = List.of("org.springframework.data.jpa.repository.Modifying",
			"org.springframework.data.jdbc.repository.query.Modifying");

	private final TransactionStrategy strategy;

	private final String place;

	StrategyMerger(TransactionStrategy strategy, String place) {
		this.strategy = strategy;
		this.place = place;
	}

	TransactionAttribute merge(TransactionAttribute declared) {
		return new StrategyTransactionAttribute(declared, this.strategy, this.place);
	}

	/**
	 * Check what the user declared.
	 * @param declared what the method says
	 * @throws InvalidStrategyException if the strategy contradicts it
	 */
	void check(TransactionAttribute declared) {
		checkPropagation(declared);
		checkReadOnly(declared);
		checkIsolation(declared);
		checkTimeout(declared);
	}

	private void checkPropagation(TransactionAttribute declared) {
		Propagation propagation = NEVER_BEGINNING.get(declared.getPropagationBehavior());
		if (propagation != null) {
			throw invalid("propagation %s never begins a transaction, so it cannot have strategy '%s'"
				.formatted(propagation, this.strategy.name()), """
						Give the strategy to the method that begins the transaction, or remove the propagation \
						from @Transactional.""");
		}
	}

	private void checkReadOnly(TransactionAttribute declared) {
		if (declared.isReadOnly() && Boolean.FALSE.equals(this.strategy.readOnly())) {
			throw invalid(
					"@Transactional(readOnly = true) contradicts strategy '%s', which writes"
						.formatted(this.strategy.name()),
					"""
							Use strategy 'read-only' if the method only reads. If it writes, remove readOnly; where it \
							stands on the type, add a plain @Transactional to the method.""");
		}
	}

	private void checkIsolation(TransactionAttribute declared) {
		Isolation isolation = this.strategy.isolation();
		int level = declared.getIsolationLevel();
		if (isolation != null && level != TransactionDefinition.ISOLATION_DEFAULT && level != isolation.value()) {
			throw invalid(
					"@Transactional(isolation = %s) contradicts strategy '%s', whose isolation is %s"
						.formatted(isolation(level), this.strategy.name(), isolation),
					"Remove the isolation from @Transactional, or from the strategy (%s)."
						.formatted(this.strategy.property("isolation")));
		}
	}

	private static Isolation isolation(int level) {
		for (Isolation isolation : Isolation.values()) {
			if (isolation.value() == level) {
				return isolation;
			}
		}
		return Isolation.DEFAULT;
	}

	private void checkTimeout(TransactionAttribute declared) {
		int timeout = declared.getTimeout();
		if (this.strategy.timeout() != null && timeout != TransactionDefinition.TIMEOUT_DEFAULT
				&& timeout != this.strategy.timeoutSeconds()) {
			throw invalid(
					"@Transactional(timeout = %d) contradicts strategy '%s', whose timeout is %d seconds"
						.formatted(timeout, this.strategy.name(), this.strategy.timeoutSeconds()),
					"Remove the timeout from @Transactional, or from the strategy (%s)."
						.formatted(this.strategy.property("timeout")));
		}
	}

	/**
	 * Check that a query of a repository is not one that writes.
	 * @param method the method
	 * @throws InvalidStrategyException if it is, and the strategy only reads
	 */
	void checkQuery(AnnotatedElement method) {
		if (!Boolean.TRUE.equals(this.strategy.readOnly())) {
			return;
		}
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		if (MODIFYING.stream().anyMatch(annotations::isPresent)) {
			throw invalid(
					"a @Modifying query cannot have strategy '%s', which only reads".formatted(this.strategy.name()),
					"Use strategy 'simple-write', or another one that writes.");
		}
	}

	private InvalidStrategyException invalid(String reason, String action) {
		return new InvalidStrategyException(this.place, reason, action);
	}

}

package dev.mainstay.autoconfigure.transaction.strategy;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.mainstay.transaction.strategy.InvalidStrategyException;

/**
 * Explains a start that failed because a method and its strategy do not fit together.
 */
final class InvalidStrategyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidStrategyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidStrategyException cause) {
		String description = "The transaction strategy of a method can't be used:%n%n    Method: %s%n    Reason: %s"
			.formatted(cause.getMethod(), cause.getReason());
		return new FailureAnalysis(description, cause.getAction(), cause);
	}

}

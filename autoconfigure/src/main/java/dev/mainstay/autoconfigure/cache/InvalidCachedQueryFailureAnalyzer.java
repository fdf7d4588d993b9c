package dev.mainstay.autoconfigure.cache;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.mainstay.cache.method.InvalidCachedQueryException;

/**
 * Explains a start that failed because the answers of a method cannot be kept.
 */
final class InvalidCachedQueryFailureAnalyzer extends AbstractFailureAnalyzer<InvalidCachedQueryException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidCachedQueryException cause) {
		String description = "The answers of a method with @CachedQuery can't be kept:%n%n    Method: %s%n    Reason: %s"
			.formatted(cause.getMethod(), cause.getReason());
		return new FailureAnalysis(description, cause.getAction(), cause);
	}

}

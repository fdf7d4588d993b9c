package dev.mainstay.autoconfigure.admission;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.mainstay.admission.UnknownSegmentException;

/**
 * Explains a start that failed because a method prefers a segment that there is not.
 */
final class UnknownSegmentFailureAnalyzer extends AbstractFailureAnalyzer<UnknownSegmentException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownSegmentException cause) {
		String description = "A method with @DatabaseOperation prefers a segment that there is not:%n%n    Method: %s%n    Segment: %s"
			.formatted(cause.getMethod(), cause.getSegment());
		return new FailureAnalysis(description, "Use one of %s, or define it by %s.%s.max."
			.formatted(String.join(", ", cause.getKnown()), SegmentProperties.PREFIX, cause.getSegment()), cause);
	}

}
